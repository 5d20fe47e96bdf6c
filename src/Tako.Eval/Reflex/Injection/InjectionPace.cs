using System.Buffers;
using Tako.Core.Labels;
using Tako.Reflexes.Injection;
using Tako.Reflexes.Inspection;

namespace Tako.Eval.Reflex.Injection;

/// <summary>
/// How long a scan takes, in microseconds a KB (1,024 characters), beside one vectorised pass and the plain patterns over the same
/// texts.
/// </summary>
internal sealed class InjectionPace(IReadOnlyList<string> texts, TimeProvider time)
{
    // Many short rounds, of which the fastest counts: on a shared machine a long one is always broken into.
    private const int Rounds = 300;
    private const int Chars = 24_000;

    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(0, 128).Select(static code =>
        (char)code)]);
    private static readonly Label Person = Labels.User("prompt");

    private readonly List<string> _texts = Some(texts);

    public double Scan(InjectionScanner scanner)
    {
        var found = new FindingList();
        return Best(text =>
        {
            found.Clear();
            scanner.Find(text, Person, found);
        });
    }

    public double OnePass()
    {
        var found = 0;
        return Best(text =>
        {
            // One call says where the first letter beyond ASCII stands; from there on once more, so that the whole text is read.
            for (var at = 0; at < text.Length;)
            {
                var next = text.AsSpan(at).IndexOfAnyExcept(Plain);
                at = next < 0 ? text.Length : at + next + 1;
                found++;
            }
        });
    }

    public double Patterns()
    {
        var patterns = new PlainPatterns();
        return Best(text => patterns.Count(text));
    }

    private double Best(Action<string> work)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = time.GetTimestamp();
            foreach (var text in _texts)
                work(text);
            best = Math.Min(best, time.GetElapsedTime(start).TotalMicroseconds);
        }

        return best / _texts.Sum(static text => text.Length) * 1024;
    }

    private static List<string> Some(IReadOnlyList<string> texts)
    {
        var some = new List<string>();
        var left = Chars;
        foreach (var text in texts.TakeWhile(_ => left > 0))
        {
            some.Add(text);
            left -= text.Length;
        }

        return some;
    }
}
