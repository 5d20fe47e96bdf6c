namespace Tako.Core.Schema.Repairing;

/// <summary>Where reading stands: the place in the text, and the brackets that are open there.</summary>
internal sealed class Cursor(string text, int start)
{
    private int _at = start;

    public int At
    {
        get => _at;
        set
        {
            Steps += Math.Abs(value - _at);
            _at = value;
        }
    }

    /// <summary>How many letters were passed, those passed again counted again.</summary>
    public long Steps { get; private set; }

    public Stack<char> Open { get; } = new();

    /// <summary>Whether something was read that could have been meant otherwise.</summary>
    public bool Guessed { get; set; }

    public bool AtEnd => At >= text.Length;

    public char Now => text[At];

    public char Peek(int offset) => At + offset < text.Length && At + offset >= 0 ? text[At + offset] : '\0';

    /// <summary>Passes over blanks, comments and ellipses, and over commas where they may be; returns how many of
    /// those.</summary>
    public int SkipBlank(bool commas = false)
    {
        var count = 0;
        while (!AtEnd)
        {
            if (char.IsWhiteSpace(Now) || Now is '\uFEFF' or '\u200B'
                || (Now == '\\' && Peek(1) is 'n' or 't' or '\n'))
            {
                At += Now == '\\' ? 2 : 1;
            }
            else if (commas && Now is (',' or ';'))
            {
                count += commas ? 1 : 0;
                At++;
            }
            else if (Now == '/' && Peek(1) == '/')
            {
                var end = text.IndexOf('\n', At);
                At = end < 0 ? text.Length : end;
            }
            else if (Now == '#')
            {
                At = EndOfRemark();
            }
            else if (Now == '/' && Peek(1) == '*')
            {
                var end = text.IndexOf("*/", At + 2, StringComparison.Ordinal);
                At = end < 0 ? text.Length : end + 2;
            }
            else if (Now == '.' && Peek(1) == '.' && Peek(2) == '.')
            {
                At += 3;
            }
            else if (Now == '…')
            {
                At++;
            }
            else
            {
                break;
            }
        }

        return count;
    }

    /// <summary>A remark behind # ends with its line; on the last line it cannot hide the brackets that close what is open.</summary>
    private int EndOfRemark()
    {
        var end = text.IndexOf('\n', At);
        if (end >= 0 || Open.Count == 0)
            return end < 0 ? text.Length : end;
        end = text.IndexOf(Open.Peek() switch { '{' => '}', '[' => ']', _ => ')' }, At);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Passes over what closes or parts documents; whether another one follows.</summary>
    public bool NextDocument(out bool comma, out bool line)
    {
        (comma, line) = (false, false);
        while (true)
        {
            var from = At;
            SkipBlank();
            line |= text.AsSpan(from, At - from).Contains('\n');
            if (AtEnd)
                return false;
            if (Now is not (',' or ';' or ')' or '}' or ']'))
                return true;
            comma |= Now is ',' or ';';
            At++;
        }
    }
}
