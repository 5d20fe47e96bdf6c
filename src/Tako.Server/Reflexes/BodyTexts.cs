using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tako.Server.Reflexes;

/// <summary>
/// Where the texts of a JSON body stand, and in what: read in one pass over the bytes. What an object says of itself (its role, type,
/// number) may come after its texts, so a text only keeps the object that it stands in.
/// </summary>
internal sealed class BodyTexts
{
    private const int MostDepth = 256;
    private readonly List<TextSpot> _spots = [];
    private readonly List<Level> _levels = [];
    private readonly Stack<int> _open = new();
    // Levels are used again from body to body.
    private int _used;

    public List<TextSpot> Spots => _spots;

    /// <summary>Objects and lists in the order in which they begin.</summary>
    public ReadOnlySpan<Level> Levels => CollectionsMarshal.AsSpan(_levels)[.._used];

    /// <summary>Where the number <c>sequence_number</c> of the body stands; empty where there is none.</summary>
    public Range Sequence { get; private set; }

    /// <summary>Reads a body, which must be valid JSON.</summary>
    public void Read(ReadOnlySpan<byte> body)
    {
        _spots.Clear();
        _used = 0;
        _open.Clear();
        Sequence = default;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MostDepth });
        var name = TextField.None;
        var named = false;
        // The arguments of a tool are the user's own: what they name is no field of the protocol.
        var argumentsFrom = int.MaxValue;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    (name, named) = (_open.Count > argumentsFrom ? TextField.None : TextFields.Of(reader.ValueSpan), true);
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    // A list of this name is the messages of a request.
                    if (named && name == TextField.Input && reader.TokenType == JsonTokenType.StartObject)
                        argumentsFrom = _open.Count;
                    // A list lends its name to what is in it.
                    Open(_open.TryPeek(out var parent) ? parent : -1, name);
                    name = reader.TokenType == JsonTokenType.StartArray ? name : TextField.None;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    var ended = _open.Pop();
                    if (_open.Count == argumentsFrom)
                        argumentsFrom = int.MaxValue;
                    name = _open.TryPeek(out var around) && _levels[ended].Field == _levels[around].Field
                        ? _levels[ended].Field
                        : TextField.None;
                    break;
                case JsonTokenType.String:
                    Take(ref reader, name);
                    break;
                case JsonTokenType.Number when _open.Count > 0:
                    Number(ref reader, name);
                    break;
            }

            named = false;
        }
    }

    /// <summary>The object or list that a text stands in; null where there is none.</summary>
    public Level? Innermost(TextSpot spot) => spot.Level >= 0 ? _levels[spot.Level] : null;

    /// <summary>The one around it.</summary>
    public Level? Outer(Level level) => level.Parent >= 0 ? _levels[level.Parent] : null;

    private void Open(int parent, TextField name)
    {
        if (_used == _levels.Count)
            _levels.Add(new Level());
        _levels[_used].Begin(parent, name);
        _open.Push(_used++);
    }

    private void Take(ref Utf8JsonReader reader, TextField name)
    {
        var level = _open.TryPeek(out var top) ? top : -1;
        if (level >= 0 && name is TextField.Role or TextField.Type or TextField.Finish)
        {
            if (name == TextField.Role)
                _levels[level].Role = RoleWords.Of(reader.ValueSpan);
            else if (name == TextField.Type)
                _levels[level].Kind = TypeWords.Of(reader.ValueSpan);
            else
                _levels[level].IsFinished = true;
            return;
        }

        if (name != TextField.Name)
            _spots.Add(new TextSpot((int)reader.TokenStartIndex, (int)reader.BytesConsumed, level, name));
    }

    private void Number(ref Utf8JsonReader reader, TextField name)
    {
        var level = _levels[_open.Peek()];
        if (name == TextField.Sequence)
            Sequence = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
        else if (name is TextField.Index or TextField.OuterIndex && reader.TryGetInt32(out var index))
            level.Index = name == TextField.Index ? (level.Index.Outer, index) : (index, level.Index.Inner);
    }

    /// <summary>An object or a list of a body.</summary>
    internal sealed class Level
    {
        public int Parent { get; private set; }

        /// <summary>The name that it stands under.</summary>
        public TextField Field { get; private set; }

        public SpeakerRole Role { get; set; }

        public TypeWord Kind { get; set; }

        public bool IsFinished { get; set; }

        /// <summary><c>output_index</c>, and <c>index</c> or <c>content_index</c>.</summary>
        public (int Outer, int Inner) Index { get; set; }

        public void Begin(int parent, TextField name) =>
            (Parent, Field, Role, Kind, IsFinished, Index) = (parent, name, SpeakerRole.None, TypeWord.Other, false, (-1, -1));
    }
}

/// <summary>A text of a body.</summary>
/// <param name="Start">Byte of its opening quote.</param>
/// <param name="End">Byte after its closing quote.</param>
/// <param name="Level">The object or list it stands in.</param>
internal readonly record struct TextSpot(int Start, int End, int Level, TextField Field);
