using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Repairs.Twitches.CSharp.Sdk;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp;

/// <summary>
/// Mends C# that does not compile, without a model: tries small repairs on forks of a compilation, one error after the other, and
/// keeps each only if less hurts afterwards.
/// </summary>
public sealed class CSharpRepairer(CSharpTwitchOptions options, TimeProvider time)
{
    private const int ErrorsLookedAt = 8;
    private const int SideSteps = 4;
    private const int MaxParsed = 120;
    private const int MaxReached = 40;
    private readonly SdkFixes _sdk = new(options.SdkFixesFolder);

    /// <summary>Where the code fixes of an installed .NET SDK lie; null where there are none: then the own repairs work alone.</summary>
    public static string? InstalledFixes => SdkFolder.Find(null);

    /// <param name="compilation">Never changed; its trees are named by the paths.</param>
    /// <param name="paths">The files that may hurt and may be mended; none means all.</param>
    public async ValueTask<CSharpRepair> RepairAsync(CSharpCompilation compilation, IReadOnlyCollection<string> paths,
        CancellationToken cancellationToken = default)
    {
        var start = new CodeState(compilation);
        IReadOnlyCollection<string> scope = paths.Count > 0 ? [.. paths.Distinct(StringComparer.Ordinal)] : [.. start.Paths];
        var walk = new Walk(start, scope, time.GetTimestamp());
        Descend(walk, cancellationToken);
        if (options.UseSdkFixes && !walk.Score.None && walk.Score.Syntax == 0)
        {
            using var patience = new CancellationTokenSource(options.SdkBudget, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await AskSdkAsync(walk, both.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // What was reached until then stands.
            }
        }

        return walk.Outcome(cancellationToken);
    }

    private void Descend(Walk walk, CancellationToken cancellationToken)
    {
        walk.Score = walk.State.Score(walk.Scope, cancellationToken);
        while (walk.Rounds++ < options.MaxRounds && !walk.Score.None && !IsLate(walk))
        {
            var sideways = new List<Trial>();
            var found = Step(walk.State, walk, sideways, cancellationToken) ?? StepFrom(sideways, walk, cancellationToken);
            if (found is null)
                return;
            walk.Take(found);
        }
    }

    /// <summary>The best repair of the first error that any repair eases.</summary>
    private Trial? Step(CodeState state, Walk walk, List<Trial> sideways, CancellationToken cancellationToken)
    {
        foreach (var wound in Wounds(state, walk.Scope, cancellationToken))
        {
            if (IsLate(walk))
                return null;
            if (Best(state, wound, walk, sideways, cancellationToken) is { } best)
                return best;
        }

        return null;
    }

    /// <summary>Two repairs that only help together: the first leaves as much pain as before, but another.</summary>
    private Trial? StepFrom(List<Trial> sideways, Walk walk, CancellationToken cancellationToken)
    {
        foreach (var first in sideways.OrderBy(trial => trial.Cost).Take(SideSteps))
        {
            if (Step(first.State, walk, [], cancellationToken) is { } second && second.Score < walk.Score)
                return second with { Steps = [.. first.Steps, .. second.Steps] };
        }

        return null;
    }

    private Trial? Best(CodeState state, Wound wound, Walk walk, List<Trial> sideways, CancellationToken cancellationToken)
    {
        var tried = 0;
        Trial? best = null;
        foreach (var (repair, candidate, next) in Forks(state, wound, walk, cancellationToken))
        {
            if (best is { Score.None: true } && best.Cost <= candidate.Cost || tried++ >= options.MaxCandidates || IsLate(walk))
                break;
            var scope = Reach(state, candidate, walk.Scope);
            var before = ReferenceEquals(scope, walk.Scope) && ReferenceEquals(state, walk.State)
                ? walk.Score
                : state.Score(scope, cancellationToken);
            var after = next.Score(scope, cancellationToken);
            var trial = new Trial(next, after, candidate.Cost, [new CSharpRepairStep(repair.Name, wound.Id, candidate.What)]);
            if (after < before || candidate.Uncovers && best is null && after.CompareTo(before) == 0
                && !StillThere(next, wound, cancellationToken))
                best = best is null || trial.IsBetterThan(best) ? trial : best;
            else if (after.CompareTo(before) == 0 && !StillThere(next, wound, cancellationToken))
                sideways.Add(trial);
        }

        // The score of a wider scope is not the walk's.
        return best is null ? null : best with { Score = best.State.Score(walk.Scope, cancellationToken) };
    }

    /// <summary>Candidates on forks, cheapest first. While a file does not parse, only those that parse best are kept.</summary>
    private static IEnumerable<(ICodeRepair, Candidate, CodeState)> Forks(CodeState state, Wound wound, Walk walk,
        CancellationToken cancellationToken)
    {
        var syntaxBefore = state.SyntaxErrorsOf(wound.Tree.FilePath, cancellationToken).Count;
        var proposed = RepairBook.For(wound.Id)
            .SelectMany(repair => Propose(repair, wound).Select(candidate => (repair, candidate)))
            .Where(pair => pair.candidate.Edits.All(edit => walk.Scope.Contains(edit.Tree.FilePath)
                || pair.candidate.Reaches is not null))
            .OrderBy(pair => pair.candidate.Cost)
            .Take(MaxParsed);
        if (syntaxBefore == 0)
        {
            foreach (var (repair, candidate) in proposed)
            {
                if (!Silencing.IsTrick(candidate) && state.With(candidate) is { } next)
                    yield return (repair, candidate, next);
            }

            yield break;
        }

        var parsed = new List<(ICodeRepair Repair, Candidate Candidate, CodeState Next, int Left)>();
        foreach (var (repair, candidate) in proposed)
        {
            if (Silencing.IsTrick(candidate) || state.With(candidate) is not { } next)
                continue;
            var left = next.SyntaxErrorsOf(wound.Tree.FilePath, cancellationToken).Count;
            if (left <= syntaxBefore)
                parsed.Add((repair, candidate, next, left));
        }

        foreach (var (repair, candidate, next, _) in parsed.OrderBy(each => each.Left).ThenBy(each => each.Candidate.Cost))
            yield return (repair, candidate, next);
    }

    private static List<Candidate> Propose(ICodeRepair repair, Wound wound)
    {
        try
        {
            return [.. repair.Propose(wound)];
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or NullReferenceException
            or InvalidCastException)
        {
            // Code as broken as this can stand in shapes that a repair does not foresee: then it has nothing to propose.
            return [];
        }
    }

    private static IEnumerable<Wound> Wounds(CodeState state, IReadOnlyCollection<string> scope, CancellationToken cancellationToken)
    {
        var syntax = scope.SelectMany(path => state.SyntaxErrorsOf(path, cancellationToken)).ToList();
        var errors = syntax.Count > 0 ? syntax : [.. scope.SelectMany(path => state.ErrorsOf(path, cancellationToken))];
        return errors
            .OrderBy(error => RepairBook.Rank(error.Id))
            .ThenBy(error => error.Location.SourceTree!.FilePath, StringComparer.Ordinal)
            .ThenBy(error => error.Location.SourceSpan.Start)
            .DistinctBy(error => (error.Id, error.Location.SourceTree!.FilePath, error.Location.SourceSpan))
            .Take(ErrorsLookedAt)
            .Select(error => new Wound(state.Compilation, error, cancellationToken));
    }

    private static bool StillThere(CodeState next, Wound wound, CancellationToken cancellationToken) =>
        next.Tree(wound.Tree.FilePath)?.GetDiagnostics(cancellationToken)
            .Any(each => each.Severity == DiagnosticSeverity.Error) is not true
        && next.ErrorsOf(wound.Tree.FilePath, cancellationToken).Any(error => error.Id == wound.Id
            && Math.Abs(error.Location.SourceSpan.Start - wound.Span.Start) <= 2);

    // A changed signature may hurt files that use it.
    private static IReadOnlyCollection<string> Reach(CodeState state, Candidate candidate, IReadOnlyCollection<string> scope)
    {
        if (candidate.Reaches is not { } name)
            return scope;
        var reached = state.Paths.Where(path => !scope.Contains(path) && state.Tree(path)!.GetText().ToString()
            .Contains(name, StringComparison.Ordinal))
            .Take(MaxReached).ToList();
        return reached.Count == 0 ? scope : [.. scope, .. reached];
    }

    private async ValueTask AskSdkAsync(Walk walk, CancellationToken cancellationToken)
    {
        var asked = new HashSet<(string, string, int)>();
        while (walk.Rounds++ < options.MaxRounds && !walk.Score.None)
        {
            var wound = Wounds(walk.State, walk.Scope, cancellationToken)
                .FirstOrDefault(each => asked.Add((each.Id, each.Tree.FilePath, each.Span.Start)));
            if (wound is null)
                return;
            Trial? best = null;
            foreach (var candidate in await _sdk.ProposeAsync(wound, cancellationToken))
            {
                if (Silencing.IsTrick(candidate) || walk.State.With(candidate) is not { } next)
                    continue;
                var score = next.Score(walk.Scope, cancellationToken);
                var trial = new Trial(next, score, candidate.Cost, [new CSharpRepairStep(SdkFixes.Name, wound.Id, candidate.What)]);
                if (score < walk.Score && (best is null || trial.IsBetterThan(best)))
                    best = trial;
            }

            if (best is null)
                continue;
            walk.Take(best);
            Descend(walk, cancellationToken);
        }
    }

    private bool IsLate(Walk walk) => time.GetElapsedTime(walk.Since) > options.Budget;

    private sealed record Trial(CodeState State, PainScore Score, double Cost, IReadOnlyList<CSharpRepairStep> Steps)
    {
        public bool IsBetterThan(Trial other) => Score.Syntax != other.Score.Syntax
            ? Score.Syntax < other.Score.Syntax
            : Score.Weigh(Cost) < other.Score.Weigh(other.Cost);
    }

    private sealed class Walk(CodeState start, IReadOnlyCollection<string> scope, long since)
    {
        private readonly List<(CodeState State, CSharpRepairStep[] Steps)> _way = [];
        private readonly CodeState _start = start;

        public CodeState State { get; private set; } = start;

        public IReadOnlyCollection<string> Scope { get; } = scope;

        public long Since { get; } = since;

        public PainScore Score { get; set; }

        public int Rounds { get; set; }

        public void Take(Trial trial)
        {
            (State, Score) = (trial.State, trial.Score);
            _way.Add((trial.State, [.. trial.Steps]));
        }

        /// <summary>The best state on the way: healing the parser can bring up more errors than it took away.</summary>
        public CSharpRepair Outcome(CancellationToken cancellationToken)
        {
            var before = Total(_start, cancellationToken);
            var kept = _way.Count;
            var score = _start.Score(Scope, cancellationToken);
            while (kept > 0 && (Total(_way[kept - 1].State, cancellationToken) > before
                || !(_way[kept - 1].State.Score(Scope, cancellationToken) < score)))
                kept--;
            var after = kept > 0 ? _way[kept - 1].State : _start;
            return new CSharpRepair(after.Compilation, [.. _way.Take(kept).SelectMany(step => step.Steps)], before,
                Total(after, cancellationToken))
            {
                States = [.. _way.Take(kept).Select(step => step.State.Compilation)],
            };
        }

        private int Total(CodeState state, CancellationToken cancellationToken) =>
            Scope.Sum(path => state.ErrorsOf(path, cancellationToken).Count);
    }
}
