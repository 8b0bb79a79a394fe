using System.Net.Mail;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>Each letter becomes a file ID.eml; sent again, it is the same file.</summary>
public sealed class FolderMailer(MailSettings settings) : IMailer
{
    public Task<MailOutcome?> ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(settings.Folder);
            return Task.FromResult<MailOutcome?>(null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<MailOutcome?>(MailOutcome.Server($"邮件文件夹 {settings.Folder} 建不了，请检查磁盘和权限。"));
        }
    }

    public Task<MailOutcome> SendAsync(Letter letter, CancellationToken cancellation)
    {
        var drop = Path.Combine(settings.Folder, $".{letter.Id}");
        try
        {
            Directory.CreateDirectory(drop);
            using (var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = drop })
            using (var message = LetterMime.Of(letter, settings))
                client.Send(message);
            File.Move(Directory.GetFiles(drop, "*.eml").Single(), Path.Combine(settings.Folder, $"{letter.Id}.eml"), overwrite: true);
            return Task.FromResult(MailOutcome.Accepted($"已存成文件 {letter.Id}.eml。"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SmtpException)
        {
            return Task.FromResult(MailOutcome.Server($"邮件文件夹 {settings.Folder} 写不进去，请检查磁盘空间和权限。"));
        }
        finally
        {
            if (Directory.Exists(drop)) Directory.Delete(drop, recursive: true);
        }
    }

    public void Dispose()
    {
    }
}
