using System.Text.Json.Nodes;
using Tako.Core.Faults;

namespace Tako.Core.Schema;

/// <summary>Builds a value while a text is read: where each part stood, and what was wrong with it.</summary>
internal sealed class SourceValues
{
    private const int MostFaults = 100;
    private const int MostValues = 200_000;
    private readonly List<Fault> _faults = [];

    public Dictionary<string, int> Lines { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Notes where a value stands; false once there are too many to go on.</summary>
    public bool Note(string pointer, int line)
    {
        Lines[pointer] = line;
        if (Lines.Count <= MostValues)
            return true;
        if (Lines.Count == MostValues + 1)
            Fault(pointer, line, $"is one of more than {MostValues} values");
        return false;
    }

    public void Fault(string pointer, int line, string message)
    {
        if (_faults.Count < MostFaults)
            _faults.Add(new Fault(pointer.Length == 0 ? "/" : pointer, line, message));
    }

    public void Put(JsonObject into, string pointer, string key, JsonNode? value, int line)
    {
        if (!into.TryAdd(key, value))
            Fault($"{pointer}/{SourceDocument.Escape(key)}", line, "is written twice");
    }
}
