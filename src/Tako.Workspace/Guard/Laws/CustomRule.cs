using System.Text.RegularExpressions;
using Tako.Workspace.Guard.Rules;
using Tako.Workspace.Guard.Symbols;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Laws;

/// <summary>A rule that a constitution wrote down, at work.</summary>
internal sealed class CustomRule : GuardRule
{
    private const int HeadCharacters = 16 * 1024;

    private readonly LawRule _rule;
    private readonly Regex? _pattern;
    private readonly IReadOnlyList<ForbiddenSymbol> _symbols = [];

    public CustomRule(LawRule rule)
    {
        _rule = rule;
        if (rule.ViolatedBy is Violation.ByPattern pattern)
            _pattern = LawPattern.Compile(pattern.Expression);
        if (rule.ViolatedBy is not Violation.ByApi api)
            return;
        _symbols = [.. api.Names.Select(ForbiddenSymbol.Parse).OfType<ForbiddenSymbol>()];
        var names = api.Names.Where(name => ForbiddenSymbol.Parse(name) is null).Select(Regex.Escape).ToList();
        if (names.Count > 0)
            _pattern = new Regex($@"(?<![\w.])(?:{string.Join('|', names)})(?!\w)", RegexOptions.CultureInvariant);
    }

    public override string Id => _rule.Id;

    public override RuleTier Tier => _rule.Tier;

    public override RiskClass Risk => _rule.Risk;

    public override Severity Action => _rule.Action;

    public override bool Opens => _rule.Opens;

    public override string Purpose => _rule.Message;

    public override string WayOut => _rule.WayOut;

    public override string Origin => _rule.Origin;

    public override IReadOnlyList<RuleExample> Examples => _rule.Examples;

    /// <summary>The command whose result is this rule's evidence; empty for other rules.</summary>
    public IReadOnlyList<string> Command => _rule.ViolatedBy is Violation.ByCommand command ? command.Command : [];

    public LawCommand? ToCommand(Scene scene) => _rule.ViolatedBy is Violation.ByCommand command
        && scene.Views.Any(view => Applies(scene, view))
        ? new LawCommand(Id, command.Command, command.Timeout)
        : null;

    protected override bool Applies(Scene scene, ChangeView view)
    {
        if (_rule.Changes.Count > 0 && !_rule.Changes.Contains(view.Change.Kind.ToString().ToLowerInvariant()))
            return false;
        // What violates by content speaks of files that have some; a rename counts for both its names otherwise.
        return _rule.ViolatedBy switch
        {
            Violation.ByPattern or Violation.ByApi => view.HasNewContent && Speaks(view.Path),
            Violation.ByHeader => view.Change.Content is not null && !view.Change.IsLink && Speaks(view.Path),
            _ => Speaks(view.Path) || Speaks(view.Was),
        };
    }

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views) => _rule.ViolatedBy switch
    {
        Violation.ByPattern => views.SelectMany(Pattern),
        Violation.ByApi => Api(scene, views),
        Violation.ByHeader header => views.Where(view => !HasHeader(view, header.Text))
            .Select(view => new RuleAnswer.Violates(view.Path, 1, null)),
        Violation.ByCommand command => Ran(scene, command),
        _ => views.Select(view => new RuleAnswer.Violates(view.Path, 0, null)),
    };

    private bool Speaks(RepoPath path) =>
        (_rule.Paths.Count == 0 || Glob.MatchesAny(_rule.Paths, path.Value)) && !Glob.MatchesAny(_rule.Except, path.Value);

    private IEnumerable<RuleAnswer> Pattern(ChangeView view)
    {
        if (view.IsBinary)
        {
            yield return new RuleAnswer.Indeterminate(view.Path, 0, "the content is binary");
            yield break;
        }

        // One vectorised pass decides for most files.
        if (!_pattern!.IsMatch(view.Lines.Text))
            yield break;
        foreach (var (number, text) in view.Added())
        {
            if (_pattern.IsMatch(text))
                yield return new RuleAnswer.Violates(view.Path, number, null);
        }
    }

    private IEnumerable<RuleAnswer> Api(Scene scene, IReadOnlyList<ChangeView> views)
    {
        foreach (var answer in CSharpSymbols.Find(scene, views, _symbols))
        {
            yield return answer is RuleAnswer.Violates found ? found with { Message = $"{found.Message} {_rule.Message}" } : answer;
        }

        if (_pattern is null)
            yield break;
        foreach (var view in views)
        {
            foreach (var (line, name) in PlainNames.Find(view, _pattern))
                yield return new RuleAnswer.Violates(view.Path, line, $"The line uses '{name}', which is forbidden. {_rule.Message}");
        }
    }

    // After what must come first: a byte order mark, the line that names an interpreter, an XML declaration, a PHP tag.
    private static bool HasHeader(ChangeView view, string header)
    {
        if (view.IsBinary)
            return false;
        var text = view.NewText.Length > HeadCharacters ? view.NewText[..HeadCharacters] : view.NewText;
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimStart('\uFEFF', '\n', ' ');
        while (text.StartsWith("#!", StringComparison.Ordinal) || text.StartsWith("<?", StringComparison.Ordinal)
            || text.StartsWith("# -*-", StringComparison.Ordinal))
        {
            var end = text.IndexOf('\n');
            if (end < 0)
                return false;
            text = text[(end + 1)..].TrimStart('\n', ' ');
        }

        return text.StartsWith(header.Replace("\r\n", "\n", StringComparison.Ordinal).Trim(), StringComparison.Ordinal);
    }

    private IEnumerable<RuleAnswer> Ran(Scene scene, Violation.ByCommand command)
    {
        var run = scene.Commands.LastOrDefault(run => run.Rule == Id && run.ChangeSetHash == scene.Changes.Hash
            && run.Command.SequenceEqual(command.Command));
        var line = string.Join(' ', command.Command);
        if (run is null)
            yield return new RuleAnswer.Indeterminate(null, 0, $"'{line}' did not run on exactly this change");
        else if (run.ExitCode is not { } code)
            yield return new RuleAnswer.Indeterminate(null, 0, $"'{line}' did not come to its end: {run.Why}");
        else if (code != 0)
            yield return new RuleAnswer.Violates(null, 0, $"'{line}' ended with {code}. {_rule.Message}");
    }
}
