using Tako.Core.Contracts;
using Tako.Core.Faults;

namespace Tako.Server.Keys;

/// <summary>Budgets as people type them: <c>5usd/day</c>, <c>2M/month</c> (tokens), <c>$1/hour@gpt-*</c>, <c>3usd/week#batch</c>.</summary>
public static class AllowanceText
{
    private const string Expected = "expected money or tokens and a window, such as 5usd/day, 200k/hour, or 5usd/day@gpt-* for some models "
        + "and 5usd/day#tag for one tag";

    public static Parsed<Allowance> Parse(string text)
    {
        var rest = text.Trim();
        var (tag, model) = (Cut(ref rest, '#'), Cut(ref rest, '@'));
        var window = Cut(ref rest, '/');
        if (window is null || BudgetWindows.Parse(window) is not { } per)
            return Wrong($"{Expected}; the window in '{Short(text)}' must be one of {string.Join(", ", BudgetWindows.Names)}");
        if (rest.Length == 0 || tag is "" || model is "")
            return Wrong($"{Expected}, found '{Short(text)}'");
        var allowance = new Allowance { Per = per, Tag = tag, Model = model };
        if (rest.Contains('$') || rest.EndsWith("usd", StringComparison.OrdinalIgnoreCase))
        {
            return MoneyText.Parse(rest) switch
            {
                Parsed<decimal>.Ok { Value: > 0 and var usd } => new Parsed<Allowance>.Ok(allowance with { Usd = usd }),
                Parsed<decimal>.Faulty faulty => new Parsed<Allowance>.Faulty(faulty.Faults),
                _ => Wrong($"'{Short(text)}' allows nothing; disable the key instead"),
            };
        }

        if (rest.EndsWith("tokens", StringComparison.OrdinalIgnoreCase))
            rest = rest[..^"tokens".Length].TrimEnd();
        return TokenText.Parse(rest) switch
        {
            Parsed<long>.Ok { Value: > 0 and var tokens } => new Parsed<Allowance>.Ok(allowance with { Tokens = tokens }),
            Parsed<long>.Faulty => Wrong($"{Expected}, found '{Short(text)}'"),
            _ => Wrong($"'{Short(text)}' allows nothing; disable the key instead"),
        };
    }

    private static string? Cut(ref string text, char mark)
    {
        // Names of models may hold slashes, so they are cut off first and the window is what stands behind the first slash left.
        var at = text.IndexOf(mark);
        if (at < 0)
            return null;
        var cut = text[(at + 1)..].Trim();
        text = text[..at].TrimEnd();
        return cut;
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text.AsSpan(0, 60)}…";

    private static Parsed<Allowance> Wrong(string message) => new Parsed<Allowance>.Faulty([new Fault("/", 0, message)]);
}
