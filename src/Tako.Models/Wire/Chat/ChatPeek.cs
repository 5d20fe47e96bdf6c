using System.Text.Json;

namespace Tako.Models.Wire.Chat;

/// <summary>Glances at a chunk of a chat completion.</summary>
internal static class ChatPeek
{
    private const int Choices = 0, Usage = 1, Id = 2, Model = 3, Tier = 4, Delta = 5, Finish = 6, Content = 7, Refusal = 8,
        Thought = 9, Tools = 10, Error = 11;

    public static bool TryRead(ReadOnlySpan<byte> data, out FramePeek peek)
    {
        var reader = new PeekReader(data);
        var sum = new Sum();
        while (reader.NextMember())
        {
            var name = reader.Name;
            switch (name.Length)
            {
                case 7 when name.SequenceEqual("choices"u8):
                    ReadChoices(ref reader, ref sum);
                    break;
                case 5 when name.SequenceEqual("usage"u8):
                    ReadUsage(ref reader, data, ref sum);
                    break;
                case 2 when name.SequenceEqual("id"u8):
                    Word(ref reader, Id);
                    break;
                case 5 when name.SequenceEqual("model"u8):
                    Word(ref reader, Model);
                    break;
                case 12 when name.SequenceEqual("service_tier"u8):
                    Word(ref reader, Tier);
                    break;
                case 5 when name.SequenceEqual("error"u8):
                    if (reader.Value(Error) != JsonTokenType.Null)
                        reader.MarkOdd();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        peek = new FramePeek(sum.Signs, sum.Words, sum.Bytes, sum.Usage);
        return reader.Ends() && (reader.Saw(Choices) || reader.Saw(Usage));
    }

    private static void ReadChoices(ref PeekReader reader, ref Sum sum)
    {
        if (reader.Value(Choices) != JsonTokenType.StartArray)
        {
            reader.MarkOdd();
            return;
        }

        reader.Next();
        if (reader.Token == JsonTokenType.EndArray)
            return;
        if (reader.Token != JsonTokenType.StartObject)
        {
            reader.MarkOdd();
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Name.SequenceEqual("delta"u8))
                ReadDelta(ref reader, ref sum);
            else if (!reader.Name.SequenceEqual("finish_reason"u8))
                reader.Skip();
            else if (reader.Value(Finish) != JsonTokenType.Null && reader.Text() > 0)
                sum.Signs |= FrameSigns.Finish;
        }

        // Other choices are passed on, but only the first is understood.
        while (!reader.Odd && reader.Next() && reader.Token != JsonTokenType.EndArray)
            reader.Skip();
    }

    private static void ReadDelta(ref PeekReader reader, ref Sum sum)
    {
        if (reader.Value(Delta) != JsonTokenType.StartObject)
        {
            reader.MarkOdd();
            return;
        }

        while (reader.NextMember())
        {
            var name = reader.Name;
            if (name.SequenceEqual("content"u8))
                ReadWords(ref reader, Content, ref sum);
            else if (name.SequenceEqual("refusal"u8))
                ReadWords(ref reader, Refusal, ref sum);
            else if (name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning"u8))
                ReadThought(ref reader, ref sum);
            else if (name.SequenceEqual("tool_calls"u8))
                ReadTools(ref reader, ref sum);
            else
                reader.Skip();
        }
    }

    private static void ReadWords(ref PeekReader reader, int once, ref Sum sum)
    {
        var length = reader.Value(once) == JsonTokenType.Null ? 0 : reader.Text();
        if (length == 0)
            return;
        if ((sum.Signs & FrameSigns.Text) != 0)
            reader.MarkOdd();
        sum.Signs |= FrameSigns.Text;
        sum.Words = reader.Place();
        sum.Bytes += length;
    }

    private static void ReadThought(ref PeekReader reader, ref Sum sum)
    {
        var length = reader.Value(Thought) == JsonTokenType.Null ? 0 : reader.Text();
        if (length == 0)
            return;
        sum.Signs |= FrameSigns.Reasoning;
        sum.Bytes += length;
    }

    private static void ReadTools(ref PeekReader reader, ref Sum sum)
    {
        if (reader.Value(Tools) == JsonTokenType.Null)
            return;
        if (reader.Token != JsonTokenType.StartArray)
            reader.MarkOdd();
        while (!reader.Odd && reader.Next() && reader.Token != JsonTokenType.EndArray)
        {
            if (reader.Token != JsonTokenType.StartObject)
                reader.MarkOdd();
            sum.Signs |= FrameSigns.Tool;
            while (reader.NextMember())
            {
                if (reader.Name.SequenceEqual("function"u8))
                    ReadFunction(ref reader, ref sum);
                else if (reader.Name.SequenceEqual("index"u8))
                {
                    reader.Next();
                    reader.Index();
                }
                else if (reader.Name.SequenceEqual("id"u8))
                {
                    reader.Next();
                    reader.TextOrNull();
                }
                else
                    reader.Skip();
            }
        }
    }

    private static void ReadFunction(ref PeekReader reader, ref Sum sum)
    {
        reader.Next();
        if (reader.Token != JsonTokenType.StartObject)
            reader.MarkOdd();
        while (reader.NextMember())
        {
            if (reader.Name.SequenceEqual("arguments"u8))
            {
                reader.Next();
                sum.Bytes += reader.TextOrNull();
            }
            else if (reader.Name.SequenceEqual("name"u8))
            {
                reader.Next();
                reader.TextOrNull();
            }
            else
                reader.Skip();
        }
    }

    private static void ReadUsage(ref PeekReader reader, ReadOnlySpan<byte> data, ref Sum sum)
    {
        if (reader.Value(Usage) == JsonTokenType.Null)
            return;
        if (reader.Token != JsonTokenType.StartObject)
            reader.MarkOdd();
        sum.Signs |= FrameSigns.Usage;
        sum.Usage = reader.Place();
        if (data[sum.Usage].IndexOf((byte)'\\') >= 0)
            reader.MarkOdd();
    }

    private static void Word(ref PeekReader reader, int once)
    {
        if (reader.Value(once) == JsonTokenType.String)
            reader.Text();
        else
            reader.Skip();
    }

    private ref struct Sum
    {
        public FrameSigns Signs;
        public Range Words;
        public Range Usage;
        public int Bytes;
    }
}
