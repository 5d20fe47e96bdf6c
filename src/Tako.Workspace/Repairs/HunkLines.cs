using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repairs;

/// <summary>The lines of one hunk of a diff, gathered into what is there and what shall be there.</summary>
internal sealed class HunkLines
{
    private readonly StringBuilder _old = new();
    private readonly StringBuilder _new = new();
    private char _last = ' ';
    private bool _changes;

    public int OldCount { get; private set; }

    public int NewCount { get; private set; }

    public string New => _new.ToString();

    /// <summary>False when the line belongs to no hunk. An empty line is context whose space an editor cut off.</summary>
    public bool Take(string line)
    {
        var sign = line.Length == 0 ? ' ' : line[0];
        var rest = line.Length == 0 ? "" : line[1..];
        switch (sign)
        {
            case ' ':
                _old.Append(rest).Append('\n');
                _new.Append(rest).Append('\n');
                (OldCount, NewCount) = (OldCount + 1, NewCount + 1);
                break;
            case '-':
                _old.Append(rest).Append('\n');
                (OldCount, _changes) = (OldCount + 1, true);
                break;
            case '+':
                _new.Append(rest).Append('\n');
                (NewCount, _changes) = (NewCount + 1, true);
                break;
            case '\\':
                // "\ No newline at end of file" speaks of the line before it.
                if (_last is ' ' or '-' && _old.Length > 0)
                    _old.Length--;
                if (_last is ' ' or '+' && _new.Length > 0)
                    _new.Length--;
                break;
            default:
                return false;
        }

        _last = sign == '\\' ? _last : sign;
        return true;
    }

    /// <summary>The edit, or null when the hunk changes nothing.</summary>
    public Edit.Replace? ToEdit(RepoPath path, int? near) =>
        _changes ? new Edit.Replace { Path = path, Find = _old.ToString(), With = _new.ToString(), Near = near } : null;
}
