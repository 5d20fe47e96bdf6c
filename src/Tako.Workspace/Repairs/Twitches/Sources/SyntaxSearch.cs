using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>A text that parses, and the small changes that led there.</summary>
internal sealed record MendedText(string Text, IReadOnlyList<TextRepair> Repairs, double Cost);

/// <summary>
/// Looks for the fewest and likeliest small changes after which a text parses. Every reflex says what it would try; the parser says
/// what helps; of what helps, the text that looks most as a person writes comes first.
/// </summary>
/// <param name="strange">Counts the names in an answer's facts that nobody knows.</param>
internal sealed class SyntaxSearch(ParseWorker worker, SourceLexer lexer, IReadOnlyList<Func<BrokenText,
    IEnumerable<TextRepair>>> reflexes,
    Func<WorkerAnswer, int> strange)
{
    private const int Steps = 3;
    private const int Width = 3;
    private const int MaxCandidates = 400;
    private const int MaxMended = 4;

    private sealed record State(BrokenText Broken, IReadOnlyList<TextRepair> Repairs, double Cost);

    public async ValueTask<IReadOnlyList<MendedText>> MendAsync(string name, string text, string mode, SyntaxFault fault,
        CancellationToken cancellationToken)
    {
        var states = new List<State> { new(new BrokenText(text, fault, lexer), [], 0) };
        var seen = new HashSet<string>(StringComparer.Ordinal) { text };
        for (var step = 0; step < Steps && states.Count > 0; step++)
        {
            var (mended, next) = (new List<MendedText>(), new List<State>());
            foreach (var state in states)
            {
                var candidates = reflexes.SelectMany(reflex => reflex(state.Broken))
                    .OrderBy(repair => repair.Cost)
                    .Select(repair => (Repair: repair, Text: repair.Apply(state.Broken.Text)))
                    .Where(candidate => seen.Add(candidate.Text))
                    .Take(MaxCandidates)
                    .ToList();
                if (candidates.Count == 0)
                    continue;
                var outcome = await worker.AskAsync("facts", [.. candidates.Select(candidate => new WorkerSource(name,
                    candidate.Text, mode))],
                    cancellationToken);
                if (outcome is not WorkerOutcome.Answered { Answers: var answers })
                    return [];
                foreach (var (candidate, answer) in candidates.Zip(answers))
                    Sort(state, candidate.Repair, candidate.Text, answer, mended, next);
            }

            if (mended.Count > 0)
                return [.. mended.OrderBy(each => each.Cost).Take(MaxMended)];
            states = [.. next.OrderByDescending(state => Progress(state)).ThenBy(state => state.Cost).Take(Width)];
        }

        return [];
    }

    private void Sort(State state, TextRepair repair, string text, WorkerAnswer answer, List<MendedText> mended, List<State> next)
    {
        IReadOnlyList<TextRepair> repairs = [.. state.Repairs, repair];
        if (answer is { Parsed: true, Fault: null })
        {
            var tokens = lexer.Read(text);
            var line = state.Broken.LineOf(repair.Start);
            var (from, until) = (state.Broken.Start(line), state.Broken.End(line) + repair.Insert.Length);
            mended.Add(new MendedText(text, repairs, state.Cost + repair.Cost + (1.5 * strange(answer))
                + (0.8 * BracketBalance.Misplaced(text, tokens))
                + Quotes.Awkward([.. tokens.Where(token => token.Start >= from && token.Start <= until)])));
        }
        else if (answer.Fault is { } fault)
        {
            // Only what brings the parser further is worth another step.
            var broken = new BrokenText(text, fault, lexer);
            if (text.Length - broken.At < state.Broken.Text.Length - state.Broken.At)
                next.Add(new State(broken, repairs, state.Cost + repair.Cost));
        }
    }

    private static double Progress(State state) => state.Broken.LineOf(state.Broken.At) - (2 * state.Cost);
}
