using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Tako.Models.Wire;

namespace Tako.Models.Caching;

/// <summary>
/// Writes a request's body so that bodies that mean the same become the same bytes, and no others: a mark for each kind of value,
/// lengths before texts, members in the order of their names, texts without escapes, numbers in one spelling. One pass, in rented
/// memory. Members of one name keep their order among themselves.
/// </summary>
internal ref struct CanonicalBody(WireKind wire, bool streamed, int room)
{
    private const int MostDepth = 64;

    /// <summary>Up to so many members are put in order without help, which allocates.</summary>
    private const int InsertUpTo = 24;

    private readonly record struct Member(int Start, int NameLength);

    private readonly record struct Part(int Start, int NameLength, int End);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(room);
    private byte[]? _spare;
    private Member[] _members = ArrayPool<Member>.Shared.Rent(64);
    private int _at;
    private int _count;
    private RequestFields.Meaning _meaning;
    private bool _inTools;
    private bool _isToolType;

    public RequestTraits Traits;

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _at);

    /// <summary>A text that stands before the body.</summary>
    public void Put(string text)
    {
        var most = System.Text.Encoding.UTF8.GetMaxByteCount(text.Length);
        Ensure(most + sizeof(int));
        var length = System.Text.Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_at + sizeof(int)));
        Length(length);
        _at += length;
    }

    public void Put(byte mark)
    {
        Ensure(1);
        _bytes[_at++] = mark;
    }

    /// <exception cref="JsonException">The body is no JSON, or deeper than any request is.</exception>
    /// <exception cref="InvalidOperationException">It holds text that is none.</exception>
    public void Take(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MostDepth });
        Span<int> firsts = stackalloc int[MostDepth + 1];
        Span<bool> disorder = stackalloc bool[MostDepth + 1];
        var depth = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    Note(ref reader);
                    Put((byte)'{');
                    depth++;
                    firsts[depth] = _count;
                    disorder[depth] = false;
                    break;
                case JsonTokenType.EndObject:
                    if (disorder[depth])
                        Sort(firsts[depth]);
                    _count = firsts[depth--];
                    Put((byte)'}');
                    break;
                case JsonTokenType.PropertyName:
                    if (Name(ref reader, firsts[depth], ref disorder[depth]))
                        reader.Skip();
                    break;
                case JsonTokenType.StartArray:
                    Note(ref reader);
                    Put((byte)'[');
                    break;
                case JsonTokenType.EndArray:
                    _inTools &= reader.CurrentDepth > 1;
                    Put((byte)']');
                    break;
                default:
                    Note(ref reader);
                    Scalar(ref reader);
                    break;
            }
        }
    }

    public readonly void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        if (_spare is not null)
            ArrayPool<byte>.Shared.Return(_spare);
        ArrayPool<Member>.Shared.Return(_members);
    }

    /// <summary>Begins a member; true when it is to be left out.</summary>
    private bool Name(scoped ref Utf8JsonReader reader, int first, ref bool disorder)
    {
        var start = _at;
        Text(ref reader);
        var name = _bytes.AsSpan(start + sizeof(int), _at - start - sizeof(int));
        _isToolType = _inTools && reader.CurrentDepth == 3 && name.SequenceEqual("type"u8);
        if (reader.CurrentDepth == 1)
        {
            _meaning = RequestFields.Of(wire, name);
            if (_meaning == RequestFields.Meaning.LeftOut || (_meaning == RequestFields.Meaning.OfStreams && !streamed))
            {
                _at = start;
                return true;
            }
        }

        if (_count > first && !disorder)
        {
            var before = _members[_count - 1];
            disorder = _bytes.AsSpan(before.Start + sizeof(int), before.NameLength).SequenceCompareTo(name) > 0;
        }

        if (_count == _members.Length)
            Grow(ref _members, _count * 2, _count);
        _members[_count++] = new Member(start, name.Length);
        return false;
    }

    // What the first level says about the request.
    private void Note(scoped ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth != 1)
        {
            if (_isToolType && reader.TokenType == JsonTokenType.String)
                Traits.HasHostedTools |= RequestFields.IsHosted(reader.ValueSpan);
            _isToolType = false;
            return;
        }

        var token = reader.TokenType;
        switch (_meaning)
        {
            case RequestFields.Meaning.Temperature when token == JsonTokenType.Number:
                Traits.Temperature = reader.TryGetDouble(out var temperature) ? temperature : double.MaxValue;
                break;
            case RequestFields.Meaning.Choices when token == JsonTokenType.Number:
                Traits.Choices = reader.TryGetInt32(out var choices) ? choices : int.MaxValue;
                break;
            case RequestFields.Meaning.Tools:
                _inTools = token == JsonTokenType.StartArray;
                break;
            case RequestFields.Meaning.State:
                Traits.HasState |= token != JsonTokenType.Null;
                break;
            case RequestFields.Meaning.StateIfTrue:
                Traits.HasState |= token == JsonTokenType.True;
                break;
            case RequestFields.Meaning.HostedTools:
                Traits.HasHostedTools |= token != JsonTokenType.Null;
                break;
        }
    }

    private void Scalar(scoped ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                Put((byte)'"');
                Text(ref reader);
                break;
            case JsonTokenType.Number:
                Ensure(CanonicalNumber.Room(reader.ValueSpan.Length) + 1 + sizeof(int));
                _bytes[_at++] = (byte)'#';
                var length = CanonicalNumber.Write(reader.ValueSpan, _bytes.AsSpan(_at + sizeof(int)));
                Length(length);
                _at += length;
                break;
            case JsonTokenType.True:
                Put((byte)'t');
                break;
            case JsonTokenType.False:
                Put((byte)'f');
                break;
            default:
                Put((byte)'n');
                break;
        }
    }

    private void Text(scoped ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        Ensure(text.Length + sizeof(int));
        var room = _bytes.AsSpan(_at + sizeof(int));
        var length = text.Length;
        if (reader.ValueIsEscaped)
            length = reader.CopyString(room);
        else
            text.CopyTo(room);
        Length(length);
        _at += length;
    }

    private void Length(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_at), length);
        _at += sizeof(int);
    }

    private void Sort(int first)
    {
        var members = _members.AsSpan(first, _count - first);
        var start = members[0].Start;
        Span<Part> parts = members.Length <= InsertUpTo ? stackalloc Part[InsertUpTo] : new Part[members.Length];
        parts = parts[..members.Length];
        for (var index = 0; index < members.Length; index++)
        {
            var end = index + 1 < members.Length ? members[index + 1].Start : _at;
            parts[index] = new Part(members[index].Start, members[index].NameLength, end);
        }

        if (members.Length <= InsertUpTo)
            Insert(parts);
        else
            parts.Sort(new ByName(_bytes));
        if (_spare is null || _spare.Length < _at - start)
        {
            if (_spare is not null)
                ArrayPool<byte>.Shared.Return(_spare);
            _spare = ArrayPool<byte>.Shared.Rent(_at - start);
        }

        var to = 0;
        foreach (var part in parts)
        {
            _bytes.AsSpan(part.Start..part.End).CopyTo(_spare.AsSpan(to));
            to += part.End - part.Start;
        }

        _spare.AsSpan(0, to).CopyTo(_bytes.AsSpan(start));
    }

    private void Ensure(int more)
    {
        if (_bytes.Length - _at < more)
            Grow(ref _bytes, Math.Max(_bytes.Length * 2, _at + more), _at);
    }

    private static void Grow<T>(ref T[] array, int length, int used)
    {
        var larger = ArrayPool<T>.Shared.Rent(length);
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }

    private readonly void Insert(Span<Part> parts)
    {
        var order = new ByName(_bytes);
        for (var next = 1; next < parts.Length; next++)
        {
            var part = parts[next];
            var at = next;
            for (; at > 0 && order.Compare(parts[at - 1], part) > 0; at--)
                parts[at] = parts[at - 1];
            parts[at] = part;
        }
    }

    private readonly struct ByName(byte[] bytes) : IComparer<Part>
    {
        public int Compare(Part x, Part y)
        {
            var order = bytes.AsSpan(x.Start + sizeof(int), x.NameLength)
                .SequenceCompareTo(bytes.AsSpan(y.Start + sizeof(int), y.NameLength));
            return order != 0 ? order : x.Start.CompareTo(y.Start);
        }
    }
}
