using Tako.Reflexes.Shell.Models;
using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Shell;

/// <summary>Walks through one script and collects what is against its commands. Work is bounded by a count of commands and a
/// depth.</summary>
internal sealed class ShellWalk(ShellContext context, ShellOptions options)
{
    /// <summary>Stands for text that is not known before the script runs.</summary>
    public const char Unknown = '\uE000';

    private const int MaxCommands = 4_000;
    private const int MaxDepth = 16;
    private const int MaxFindings = 32;
    private readonly List<ShellFinding> _findings = [];
    private readonly Scope _scope = new(context);
    private int _commands;
    private int _depth;
    private long _read;

    public ShellOptions Options => options;

    public Scope Scope => _scope;

    public ShellVerdict Verdict()
    {
        if (_findings.Count == 0)
            return ShellVerdict.Ok;
        _findings.Sort(static (left, right) => right.Level.CompareTo(left.Level));
        return new ShellVerdict(_findings[0].Level, _findings);
    }

    public void Deny(string code, string command, string reason, string wayOut) => Add(code, ShellLevel.Deny, command, reason, wayOut);

    public void Ask(string code, string command, string reason, string wayOut) => Add(code, ShellLevel.Ask, command, reason, wayOut);

    public void Add(string code, ShellLevel level, string command, string reason, string wayOut)
    {
        level = options.Levels.TryGetValue(code, out var own) ? own : level;
        if (level == ShellLevel.Allow || _findings.Exists(found => found.Code == code && found.Level >= level))
            return;
        if (_findings.Count < MaxFindings)
            _findings.Add(new ShellFinding(code, level, command, reason, wayOut));
        else if (level == ShellLevel.Deny)
            _findings[^1] = new ShellFinding(code, level, command, reason, wayOut);
    }

    public void Unreadable(string fault) => Add("shell.unparsable", options.Unparsable, "shell", $"cannot be read: {fault}",
        "Write it as plain commands, one at a time, with quotes closed.");

    /// <summary>Judges a text that some command hands to a shell.</summary>
    public void Script(string text, Feed feed)
    {
        // Text that is read again and again inside itself must not cost more than a few times its length.
        _read += text.Length;
        if (_depth >= MaxDepth || _read > 8L * options.MaxLength)
        {
            Unreadable("it is nested too deeply");
            return;
        }

        _depth++;
        var (script, fault) = Grammar.Read(text);
        if (fault is not null)
            Unreadable(fault);
        Visit(script, feed);
        _depth--;
    }

    /// <summary>Judges a command that another one runs.</summary>
    /// <param name="inline">What is known about substitutions among the words.</param>
    public void Run(IReadOnlyList<string> words, Feed feed, Feed? inline = null)
    {
        if (words.Count == 0)
            return;
        if (++_commands > MaxCommands || _depth >= MaxDepth)
        {
            Unreadable("it runs too many commands, or too deep inside each other");
            return;
        }

        _depth++;
        CommandModels.Judge(new ShellCall(words, feed, inline ?? Feed.Nothing, this));
        _depth--;
    }

    public void Visit(ShellNode node, Feed feed)
    {
        switch (node)
        {
            case ShellNode.Simple simple:
                SimpleCommands.Visit(simple, feed, this);
                break;
            case ShellNode.Pipeline pipeline:
                VisitPipeline(pipeline, feed);
                break;
            case ShellNode.Sequence sequence:
                foreach (var item in sequence.Items)
                    Visit(item, feed);
                break;
            case ShellNode.Group group:
                VisitGroup(group, feed);
                break;
            case ShellNode.Background background:
                Visit(background.Body, feed);
                break;
            case ShellNode.Loop loop:
                VisitLoop(loop, feed);
                break;
            case ShellNode.Function function:
                if (ForkBomb.Is(function))
                    Deny("shell.fork-bomb", function.Name, "starts itself again and again in the background", "Leave it out.");
                VisitInside(function.Body, Feed.Unknown);
                break;
        }
    }

    /// <summary>Judges what runs in a shell of its own: what it sets does not last.</summary>
    public void VisitInside(ShellNode node, Feed feed)
    {
        var before = _scope.Save();
        Visit(node, feed);
        _scope.Restore(before);
    }

    private void VisitPipeline(ShellNode.Pipeline pipeline, Feed feed)
    {
        var last = pipeline.Stages.Count - 1;
        while (last > 0 && Feeds.IsUnheeded(pipeline.Stages[last]))
            last--;
        for (var index = 0; index < pipeline.Stages.Count; index++)
        {
            VisitInside(pipeline.Stages[index], feed);
            feed = index < last ? Feeds.After(pipeline.Stages[index], feed, this) : Feed.Unknown;
        }
    }

    private void VisitGroup(ShellNode.Group group, Feed feed)
    {
        foreach (var redirection in group.Redirections)
            feed = Redirections.Judge(redirection, feed, this);
        if (group.Subshell)
            VisitInside(group.Body, feed);
        else
            Visit(group.Body, feed);
    }

    private void VisitLoop(ShellNode.Loop loop, Feed feed)
    {
        const int mostValues = 16;
        var values = new List<string>();
        foreach (var word in loop.Values)
        {
            SimpleCommands.VisitSubstitutions(word, this);
            _scope.Expand(word, values);
        }

        if (values.Count is 0 or > mostValues || _depth > 3)
            values = [Unknown.ToString()];
        _depth++;
        foreach (var value in values)
        {
            _scope.Set(loop.Variable, value);
            Visit(loop.Body, feed);
        }

        _depth--;
    }
}
