using Tako.Core.Labels;

namespace Tako.Reflexes.Taint;

/// <summary>Where a value of an argument was seen.</summary>
public enum ValueOrigin
{
    /// <summary>In what the owner of the task wrote.</summary>
    Contract,

    /// <summary>In a text of lower integrity, and not in the contract.</summary>
    Untrusted,

    /// <summary>Nowhere: made up, or changed on the way.</summary>
    Unknown,
}

/// <summary>
/// The texts of one task, to tell where a value of an argument comes from when only a label for all of them is known. It is found
/// as whole words, without regard to case and punctuation. Safe for concurrent use.
/// </summary>
/// <param name="maxLength">Most characters that are remembered of either kind of text. Of untrusted ones the oldest are forgotten, and
/// from then on a value that is not found counts as untrusted; of the contract what comes last is not taken in.</param>
public sealed class ArgumentOrigin(int maxLength = 8_000_000)
{
    private readonly Lock _lock = new();
    private readonly List<string> _contract = [];
    private readonly Queue<(string Words, string Source)> _untrusted = new();
    private int _contractLength;
    private int _untrustedLength;
    private bool _forgotten;
    private Label _seen = Labels.None;

    /// <summary>The join of the labels of all texts.</summary>
    public Label Seen
    {
        get
        {
            lock (_lock)
                return _seen;
        }
    }

    /// <summary>Takes in a text that the task has seen: the contract and a person's answers, results of tools, pages.</summary>
    public void See(string text, Label label)
    {
        // What an arm made is no evidence for either side: its parts are known from what the arm has read.
        var words = label.Integrity == Integrity.Arm ? null : WordText.Of(text);
        lock (_lock)
        {
            _seen = _seen.Join(label);
            if (words is null)
                return;
            if (label.Integrity >= Integrity.User)
            {
                if (_contractLength + words.Length > maxLength)
                    return;
                _contract.Add(words);
                _contractLength += words.Length;
                return;
            }

            _untrusted.Enqueue((words, label.Sources.Count > 0 ? label.Sources[0] : label.Integrity.ToString().ToLowerInvariant()));
            _untrustedLength += words.Length;
            while (_untrustedLength > maxLength)
            {
                _untrustedLength -= _untrusted.Dequeue().Words.Length;
                _forgotten = true;
            }
        }
    }

    /// <summary>
    /// Takes in that the task has seen something whose text is not at hand, such as before a restart: from now on a value that is not
    /// found counts as untrusted.
    /// </summary>
    public void SeeWithoutText(Label label)
    {
        lock (_lock)
        {
            _seen = _seen.Join(label);
            _forgotten |= label.Integrity < Integrity.Arm;
        }
    }

    /// <summary>Where the value was seen, and in which source where that is not the contract.</summary>
    public (ValueOrigin Origin, string? Source) Find(string value)
    {
        var words = WordText.Of(value);
        lock (_lock)
        {
            // A value without letters and digits, such as '/', is in every text and so in none.
            if (words.Length <= 1)
                return (ValueOrigin.Unknown, null);
            if (_contract.Exists(text => text.Contains(words, StringComparison.Ordinal)))
                return (ValueOrigin.Contract, null);
            foreach (var (text, source) in _untrusted)
            {
                if (text.Contains(words, StringComparison.Ordinal))
                    return (ValueOrigin.Untrusted, source);
            }

            // A link to a place that the contract names, with a way that no one else proposed.
            if (Host(value) is { } host && WordText.Of(host) is { Length: > 1 } place
                && _contract.Exists(text => text.Contains(place, StringComparison.Ordinal)))
                return (ValueOrigin.Contract, null);
            return _forgotten ? (ValueOrigin.Untrusted, "a text that is not at hand any more, perhaps") : (ValueOrigin.Unknown, null);
        }
    }

    private static string? Host(string value) =>
        value.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(value, UriKind.Absolute, out var link) && link.UserInfo.Length == 0
            ? link.Host
            : null;
}
