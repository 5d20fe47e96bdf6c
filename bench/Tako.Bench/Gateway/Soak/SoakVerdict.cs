using System.Globalization;
using Tako.Server.Spend;

namespace Tako.Bench.Gateway.Soak;

/// <summary>What clients were told beside what the ledger holds and what the provider sent.</summary>
internal sealed class SoakVerdict(SoakBook book, IReadOnlyDictionary<string, SpendSum> spent)
{
    private bool _right = true;

    public bool Print()
    {
        Console.WriteLine($"{"",-36} {"clients",15} {"ledger",15} {"provider",15}");
        foreach (var tag in SoakCalls.Tags)
            Print(tag, book.Told(tag), book.Sent(tag), spent.GetValueOrDefault(tag));
        var strange = spent.Keys.Except(SoakCalls.Tags).ToList();
        if (strange.Count > 0)
            Line("calls of no kind", 0, strange.Sum(tag => spent[tag].Calls));
        foreach (var fault in book.Faults)
            Console.WriteLine($"  {fault}");
        Console.WriteLine("A client that leaves is told no usage: the number of such calls is compared, and that the gateway's "
            + "own count of their answers is no lower than the words that were read.");
        return _right;
    }

    private void Print(string tag, SoakBook.Sum told, SoakBook.Sum sent, SpendSum spent)
    {
        Note($"{tag}: made, failed, left, cached", $"{told.Calls}, {told.Failed}, {told.Left}, {told.Cached}",
            $"{spent.Calls}, {spent.Failed}, -, {spent.Cached}", $"{sent.Calls} attempts");
        if (told.Limited > 0)
            Note($"{tag}: refused, so not in the ledger", told.Limited.ToString(CultureInfo.InvariantCulture), "", "");
        var known = tag is SoakCalls.Answered or SoakCalls.Healed or SoakCalls.Budget;
        Line($"{tag}: calls", told.Calls - told.Limited, spent.Calls, tag == SoakCalls.Left ? sent.Calls : null);
        if (tag == SoakCalls.Left)
        {
            Note("left: tokens, read, counted, asked for", $"{told.Seen} read", $"{spent.Input} in {spent.Output} out",
                $"{sent.Input} in {sent.Output} out");
            Line("left: words read that count", told.Seen, Math.Min(told.Seen, spent.Output));
        }
        else
        {
            Line($"{tag}: tokens in", told.Input, spent.Input, known ? sent.Input : null);
            Line($"{tag}: tokens out", told.Output, spent.Output, known ? sent.Output : null);
            Line($"{tag}: wrong", told.Wrong, 0);
        }

        if (tag == SoakCalls.Cached)
        {
            var (paidIn, paidOut) = (told.Input - told.CachedInput, told.Output - told.CachedOutput);
            Line("cached: tokens that were paid for", paidIn + paidOut, spent.Tokens, sent.Input + sent.Output);
        }

        if (tag == SoakCalls.Budget)
            Line("budget: tokens beyond it", Math.Max(0, told.Input + told.Output - SoakCalls.BudgetTokens), 0);

        // Nobody tells the client what a call that failed, or that it left, was charged.
        if (tag is not (SoakCalls.Failed or SoakCalls.Left))
            Line($"{tag}: US dollars", told.Usd, spent.Usd);
        else
            Note($"{tag}: US dollars", "-", spent.Usd.ToString(CultureInfo.InvariantCulture), "");
    }

    private void Line(string name, decimal clients, decimal ledger, decimal? provider = null)
    {
        var right = clients == ledger && (provider ?? ledger) == ledger;
        _right &= right;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {clients,15} {ledger,15} {provider,15} ")
            + (right ? "ok" : "DIFFERS"));
    }

    private static void Note(string name, string clients, string ledger, string provider) =>
        Console.WriteLine($"{name,-36} {clients,15} {ledger,15} {provider,15}");
}
