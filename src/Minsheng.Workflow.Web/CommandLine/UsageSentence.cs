using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary>Says in one Chinese sentence what is wrong with a command line, naming the word that is.</summary>
internal static class UsageSentence
{
    public static string? Of(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var what = Unknown(result) ?? (result.Errors.Count == 0 ? null : Wrong(result));
        return what is null ? null : $"{what}用法见 minsheng {(command is RootCommand ? "" : $"{command.Name} ")}--help。";
    }

    /// <summary>An unknown option would pass for the file the command asks for, and the file for one word too many.</summary>
    private static string? Unknown(ParseResult result)
    {
        var command = result.CommandResult;
        if (command.Command.TreatUnmatchedTokensAsErrors is false || result.Tokens.Any(token => token.Type is TokenType.DoubleDash)) return null;
        if (command.Command is RootCommand)
            return result.UnmatchedTokens is [var first, ..] ? $"没有“{first}”这个命令，请检查写法；" : null;
        var words = command.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Concat(result.UnmatchedTokens);
        return words.FirstOrDefault(word => word is ['-', '-', ..] or ['-', >= 'A' and <= 'z', ..]) is { } option ? $"没有“{option}”这个选项，请检查写法；" : null;
    }

    private static string Wrong(ParseResult result)
    {
        var command = result.CommandResult;
        foreach (var option in command.Command.Options)
            if (option.Required && result.GetResult(option) is null or { Implicit: true, Option.Required: true }) return $"没有写 {option.Name}；";
        return result.Errors[0] switch
        {
            { Message: var said } when said.Any(letter => char.GetUnicodeCategory(letter) is UnicodeCategory.OtherLetter) && result.Errors[0].SymbolResult is OptionResult { Tokens.Count: > 0 } => said,
            { SymbolResult: OptionResult { Tokens.Count: 0 } option } => $"“{option.Option.Name}”后面没有写值；",
            { SymbolResult: OptionResult option } => $"“{option.Option.Name}”的值“{option.Tokens[^1].Value}”不对；",
            { SymbolResult: ArgumentResult { Tokens.Count: 0 } argument } => $"没有写 {argument.Argument.Name}（{argument.Argument.Description}）；",
            _ when result.UnmatchedTokens is [var word, ..] => $"多写了“{word}”；",
            { SymbolResult: CommandResult missing } when missing.Command.Arguments is [var argument, ..] && missing.GetResult(argument) is null or { Tokens.Count: 0 } => $"没有写 {argument.Name}（{argument.Description}）；",
            var other => $"{other.Message.TrimEnd('.', '。')}；",
        };
    }
}
