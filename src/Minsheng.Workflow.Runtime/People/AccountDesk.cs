using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>
/// Sign-ins: given with a password that is shown once, reset, locked. Nobody is ever given a password somebody else could guess,
/// and whoever gets one on paper replaces it before anything else.
/// </summary>
public sealed class AccountDesk(CommitQueue commits, IPasswordHasher<Account> passwords, ILookupNormalizer names, PostNews news)
{
    public const int ShortestPassword = 10;

    private const int LongestPassword = 100, ShortestName = 3, LongestName = 30;

    /// <summary>Letters and digits that cannot be taken for one another on paper.</summary>
    private const string Letters = "abcdefghjkmnpqrstuvwxyz", Digits = "23456789";

    public async Task<SignInSlip> CreateAsync(string placeId, string by, string personId, string userName, CancellationToken cancellation = default)
    {
        var prepared = Prepare(userName);
        return await commits.RunAsync(session =>
        {
            ManageGate.Require(session, placeId, by, ManagePart.Accounts);
            var person = PersonRows.Find(session, placeId, personId);
            if (!person.IsActive) throw new RefusedException("has-left", $"{person.Name}已离任，不能开通账号；确需开通的，请先办理重新任职。");
            if (AccountRows.Of(session, personId) is { } known) throw new RefusedException("has-account", $"{person.Name}已有账号“{known.Name}”，忘记密码请点“重置密码”。");
            return prepared(session, placeId, by, personId, person.Name);
        }, cancellation);
    }

    /// <summary>A new sign-in, its password stretched before the write path is entered.</summary>
    /// <returns>What writes it, given session, place, who gives it, the person and their name.</returns>
    internal Func<WriteSession, string, string, string, string, SignInSlip> Prepare(string userName)
    {
        var password = NewPassword();
        var hash = passwords.HashPassword(new Account(), password);
        var name = userName.Trim();
        CheckName(name);
        var normalized = names.NormalizeName(name);
        return (session, placeId, by, personId, personName) =>
        {
            if (session.Exists($"SELECT 1 FROM accounts WHERE normalized_user_name = {normalized}"))
                throw new FormRefusedException([new FieldProblem("account", $"账号“{name}”已有人使用，请换一个，如加上单位的拼音。")]);
            var id = Ids.New();
            session.Execute($"INSERT INTO accounts (id, person_id, user_name, normalized_user_name, email_confirmed, password_hash, security_stamp, concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, must_change_password) VALUES ({id}, {personId}, {name}, {normalized}, {false}, {hash}, {Ids.New()}, {Ids.New()}, {false}, {false}, {true}, {0}, {true})");
            AuditLog.Write(session, placeId, by, "account-created", personId, new { account = name });
            return new SignInSlip(personName, name, password, SlipRows.Give(session, placeId, id));
        };
    }

    public async Task<SignInSlip> ResetAsync(string placeId, string by, string personId, CancellationToken cancellation = default)
    {
        var password = NewPassword();
        var hash = passwords.HashPassword(new Account(), password);
        return await commits.RunAsync(session =>
        {
            var (person, name) = Find(session, placeId, by, personId);
            session.Execute($"UPDATE accounts SET password_hash = {hash}, security_stamp = {Ids.New()}, concurrency_stamp = {Ids.New()}, must_change_password = {true}, access_failed_count = {0} WHERE person_id = {personId}");
            AuditLog.Write(session, placeId, by, "password-reset", personId, new { account = name });
            session.AfterCommit(() => news.Tell(personId));
            return new SignInSlip(person, name, password, SlipRows.Give(session, placeId, AccountRows.Of(session, personId)!.Value.Id));
        }, cancellation);
    }

    public Task LockAsync(string placeId, string by, string personId, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var (_, name) = Find(session, placeId, by, personId);
        if (personId == by) throw new RefusedException("own-account", "不能停用自己的账号，请由其他系统管理员办理。");
        AccountRows.Lock(session, personId);
        AuditLog.Write(session, placeId, by, "account-locked", personId, new { account = name });
        session.AfterCommit(() => news.Tell(personId));
    }, cancellation);

    public Task UnlockAsync(string placeId, string by, string personId, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        var (person, name) = Find(session, placeId, by, personId);
        if (!PersonRows.Find(session, placeId, personId).IsActive) throw new RefusedException("has-left", $"{person}已离任，账号不能启用；确需启用的，请先办理重新任职。");
        AccountRows.Unlock(session, personId);
        AuditLog.Write(session, placeId, by, "account-unlocked", personId, new { account = name });
    }, cancellation);

    /// <summary>Whether the account still waits for its first sign-in with a slip that is too old.</summary>
    public Task<bool> IsSlipOverAsync(string accountId, CancellationToken cancellation = default) => commits.ReadAsync(session => session.First(
        $"SELECT t.value, p.jurisdiction_id FROM accounts a JOIN people p ON p.id = a.person_id JOIN account_tokens t ON t.user_id = a.id WHERE a.id = {accountId} AND a.must_change_password = {true} AND t.login_provider = {SlipRows.Provider} AND t.name = {SlipRows.Name}",
        reader => (Until: reader.GetString(0), Place: reader.GetString(1))) is { Until: not null } slip && SlipRows.Read(slip.Until) < Facts.Places.Today(session, slip.Place), cancellation);

    /// <summary>One's own password, replaced by its owner.</summary>
    /// <exception cref="FormRefusedException">The old one is wrong, or the new one too weak.</exception>
    public async Task ChangePasswordAsync(string accountId, string current, string next, CancellationToken cancellation = default)
    {
        var stored = await commits.ReadAsync(session => session.First(
            $"SELECT a.password_hash, a.user_name, a.person_id, p.jurisdiction_id FROM accounts a JOIN people p ON p.id = a.person_id WHERE a.id = {accountId}",
            reader => (Hash: reader.GetString(0), Name: reader.GetString(1), Person: reader.GetString(2), Place: reader.GetString(3))), cancellation);
        if (stored.Hash is null) throw new NotAllowedException("登录已失效，请重新登录。");
        if (passwords.VerifyHashedPassword(new Account(), stored.Hash, current) == PasswordVerificationResult.Failed) throw Bad("current", "原密码不对，请检查大小写和输入法后重新输入。");
        CheckPassword(next, current, stored.Name);
        var hash = passwords.HashPassword(new Account(), next);
        await commits.RunAsync(session =>
        {
            if (session.Execute($"UPDATE accounts SET password_hash = {hash}, security_stamp = {Ids.New()}, concurrency_stamp = {Ids.New()}, must_change_password = {false} WHERE id = {accountId} AND password_hash = {stored.Hash}") == 0)
                throw new RefusedException("changed-meanwhile", "密码刚刚被改过，这次没有保存。请用新的密码重新登录。");
            SlipRows.TakeBack(session, accountId);
            AuditLog.Write(session, stored.Place, stored.Person, "password-changed", stored.Person);
        }, cancellation);
    }

    private static void CheckPassword(string next, string current, string account)
    {
        if (next.Length < ShortestPassword) throw Bad("next", $"新密码至少 {ShortestPassword} 位，现有 {next.Length} 位，请加长。");
        if (next.Length > LongestPassword) throw Bad("next", $"新密码最多 {LongestPassword} 位，请缩短。");
        if (!next.Any(char.IsAsciiDigit) || !next.Any(char.IsAsciiLetterLower)) throw Bad("next", "新密码要同时有小写字母和数字，请补上。");
        if (next == current) throw Bad("next", "新密码和原密码一样，请换一个。");
        if (next.Contains(account, StringComparison.OrdinalIgnoreCase)) throw Bad("next", "新密码里不能含有账号名，请换一个。");
    }

    private static void CheckName(string name)
    {
        if (name.Length is < ShortestName or > LongestName || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '_')))
            throw Bad("account", $"账号用 {ShortestName} 到 {LongestName} 位字母、数字，可带 . - _，如 zhangsan，请改正。");
    }

    private static (string Person, string Account) Find(WriteSession session, string placeId, string by, string personId)
    {
        ManageGate.Require(session, placeId, by, ManagePart.Accounts);
        var person = PersonRows.Find(session, placeId, personId);
        return AccountRows.Of(session, personId) is { } account
            ? (person.Name, account.Name)
            : throw new RefusedException("no-account", $"{person.Name}还没有账号，请先开通。");
    }

    private static FormRefusedException Bad(string field, string sentence) => new([new FieldProblem(field, sentence)]);

    /// <summary>Twelve letters and digits in threes of four: about 55 bits, and at least one of either kind.</summary>
    private static string NewPassword()
    {
        var text = RandomNumberGenerator.GetString(Letters + Digits, 12).ToCharArray();
        text[RandomNumberGenerator.GetInt32(0, 6)] = RandomNumberGenerator.GetString(Letters, 1)[0];
        text[RandomNumberGenerator.GetInt32(6, 12)] = RandomNumberGenerator.GetString(Digits, 1)[0];
        return $"{new string(text, 0, 4)}-{new string(text, 4, 4)}-{new string(text, 8, 4)}";
    }
}

/// <summary>What is printed and handed over, and kept nowhere.</summary>
/// <param name="Until">The last day on which the password opens anything.</param>
public sealed record SignInSlip(string Person, string Account, string Password, DateOnly Until);
