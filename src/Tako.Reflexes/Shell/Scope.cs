using System.Text;
using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Shell;

/// <summary>Variables and the working directory as far as a script makes them known.</summary>
internal sealed class Scope(ShellContext context)
{
    private const int MaxLength = 4_096;
    private const int MaxVariables = 256;
    private Dictionary<string, string>? _own;

    public ShellContext Context => context;

    /// <summary>Null when it is not known.</summary>
    public string? Directory { get; private set; } = context.WorkingDirectory;

    /// <summary>Whether the script has gone where it was not started.</summary>
    public bool Moved { get; private set; }

    internal readonly record struct Saved(Dictionary<string, string>? Own, string? Directory, bool Moved);

    public Saved Save() => new(_own is null ? null : new Dictionary<string, string>(_own), Directory, Moved);

    public void Restore(Saved saved) => (_own, Directory, Moved) = saved;

    public void RestoreVariables(Saved saved) => _own = saved.Own;

    public void Set(string name, string value)
    {
        _own ??= new(StringComparer.Ordinal);
        if (_own.Count < MaxVariables || _own.ContainsKey(name))
            _own[name] = value;
    }

    /// <summary>Follows <c>cd</c>. Only a plain way down is followed: anything else may fail or lead elsewhere.</summary>
    public void Go(string? target)
    {
        Moved = true;
        Directory = Directory is { } directory && target is { Length: > 0 } && target[0] is not ('/' or '~' or '-')
            && !target.Contains(ShellWalk.Unknown) && !target.Split('/').Contains("..")
            ? $"{directory.TrimEnd('/')}/{target}"
            : null;
    }

    public string? Value(string name)
    {
        if (_own is not null && _own.TryGetValue(name, out var own))
            return own;
        if (context.Variables.TryGetValue(name, out var given))
            return given;
        return name switch
        {
            "HOME" => "~",
            "TMPDIR" => "/tmp",
            "PWD" => Directory ?? ".",
            "IFS" => " ",
            _ => null,
        };
    }

    /// <summary>The words that one word becomes.</summary>
    public void Expand(ShellWord word, List<string> into)
    {
        if (word.Parts is [{ Kind: WordPartKind.Literal } only])
        {
            if (!only.Quoted && Braces.Has(only.Text))
                Braces.Expand(only.Text, into);
            else
                into.Add(only.Text);
            return;
        }

        var text = new StringBuilder();
        var any = false;
        foreach (var part in word.Parts)
        {
            var value = ValueOf(part);
            if (part.Quoted || part.Kind == WordPartKind.Literal)
            {
                any = true;
                text.Append(value);
                continue;
            }

            // A value without quotes around it is split where it has blanks.
            foreach (var letter in value)
            {
                if (letter is not (' ' or '\t' or '\n'))
                {
                    any = true;
                    text.Append(letter);
                }
                else if (any)
                {
                    into.Add(text.ToString());
                    text.Clear();
                    any = false;
                }
            }
        }

        if (any && text.Length <= MaxLength)
            into.Add(text.ToString());
        else if (any)
            into.Add(ShellWalk.Unknown.ToString());
    }

    /// <summary>The text of a word that is not split.</summary>
    public string Text(ShellWord word)
    {
        if (word.Literal is { } literal)
            return literal;
        var text = new StringBuilder();
        foreach (var part in word.Parts)
            text.Append(ValueOf(part));
        return text.Length <= MaxLength ? text.ToString() : ShellWalk.Unknown.ToString();
    }

    private string ValueOf(WordPart part) => part.Kind switch
    {
        WordPartKind.Literal => part.Text,
        WordPartKind.Variable => Value(part.Text) ?? Default(part) ?? ShellWalk.Unknown.ToString(),
        WordPartKind.Substitution when Echoed(part.Script) is { } echoed => echoed,
        _ => ShellWalk.Unknown.ToString(),
    };

    // A default that leads to the place for temporary files is what scripts write for just that; others could be overridden by anything.
    private string? Default(WordPart part) => part.Inner?.Literal is "/tmp" or "/var/tmp" ? part.Inner.Literal : null;

    private string? Echoed(ShellNode? script)
    {
        if (script is ShellNode.Simple { Words: [{ Literal: "pwd" }, ..] })
            return Directory ?? ".";
        if (script is not ShellNode.Simple { Words: [{ Literal: "echo" or "printf" }, _] words })
            return null;
        return Text(words[1]).TrimEnd('\n');
    }
}
