using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Text;

namespace Tako.Core.Tests.Text;

public class LinearHeadsTests
{
    private static readonly LinearTraining Small = new() { Bits = 14, Epochs = 6, Window = 96 };

    private static readonly string[] Fruits = ["apple", "pear", "plum", "quince", "cherry", "fig", "grape", "melon"];
    private static readonly string[] Tools = ["hammer", "chisel", "saw", "plane", "file", "drill", "wrench", "level"];

    [Fact]
    public void Groups_fall_evenly_into_folds_whatever_half_they_lie_in()
    {
        var groups = Enumerable.Range(0, 4000).Select(static index => $"set/{index}").ToList();

        foreach (var half in groups.GroupBy(static group => LinearTrainer.Half(group, 0)))
        {
            var folds = half.CountBy(static group => LinearTrainer.Fold(group, 10)).ToDictionary();
            folds.Keys.Order().ShouldBe(Enumerable.Range(0, 10));
            folds.Values.ShouldAllBe(count => count > 140 && count < 260);
        }
    }

    [Fact]
    public void A_head_tells_texts_apart_that_it_did_not_see()
    {
        var model = LinearTrainer.Pack(Small, [LinearTrainer.Train("tools", Rows(), Small)]);

        model.Share("Please hand me the chisel and the hammer from the bench").ShouldBeGreaterThan(0.8);
        model.Share("Please hand me the cherry and the plum from the bowl").ShouldBeLessThan(0.2);
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_and_a_model_reads_back_as_it_was()
    {
        var first = LinearHeadsFile.Write(LinearTrainer.Pack(Small, [LinearTrainer.Train("tools", Rows(), Small)]));
        var second = LinearHeadsFile.Write(LinearTrainer.Pack(Small, [LinearTrainer.Train("tools", Rows(), Small)]));

        second.ShouldBe(first);
        LinearHeadsFile.Write(LinearHeadsFile.Read(first)).ShouldBe(first);
    }

    [Fact]
    public void Two_heads_in_one_model_say_what_each_says_alone()
    {
        var tools = LinearTrainer.Train("tools", Rows(), Small);
        var fruits = LinearTrainer.Train("fruits", [.. Rows().Select(static row => row with { Positive = !row.Positive })], Small);
        var both = LinearTrainer.Pack(Small, [tools, fruits]);
        var (onlyTools, onlyFruits) = (LinearTrainer.Pack(Small, [tools]), LinearTrainer.Pack(Small, [fruits]));

        foreach (var row in Rows())
        {
            both.Share(row.Text, both.IndexOf("tools")).ShouldBe(onlyTools.Share(row.Text));
            both.Share(row.Text, both.IndexOf("fruits")).ShouldBe(onlyFruits.Share(row.Text));
        }
    }

    [Fact]
    public void A_damaged_model_is_refused_with_a_reason()
    {
        var bytes = LinearHeadsFile.Write(LinearTrainer.Fit("tools", Rows(), Small));

        Should.Throw<InvalidDataException>(() => LinearHeadsFile.Read("no model"u8)).Message.ShouldContain("no model");
        Should.Throw<InvalidDataException>(() => LinearHeadsFile.Read(bytes.AsSpan(0, bytes.Length - 1)))
            .Message.ShouldContain("damaged");
        for (var place = 6; place < bytes.Length; place += 997)
        {
            var copy = bytes.ToArray();
            copy[place] ^= 0x40;
            Should.Throw<InvalidDataException>(() => LinearHeadsFile.Read(copy));
        }

        bytes[4]++;
        Should.Throw<InvalidDataException>(() => LinearHeadsFile.Read(bytes)).Message.ShouldContain("train it anew");
    }

    [Fact]
    public void Too_few_texts_are_refused()
    {
        Should.Throw<ArgumentException>(() => LinearTrainer.Train("tools", [.. Rows().Take(10)], Small))
            .Message.ShouldContain("at least 20");
    }

    [Fact]
    public void Features_are_the_same_however_a_text_is_cut()
    {
        var texts = Gen.Elements('a', 'B', '7', ' ', ' ', '\n', '.', '=', 'é', '語', '\ud83d').ArrayOf();
        Prop.ForAll(texts.ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), (letters, cut) =>
        {
            cut = Math.Min(cut, letters.Length);
            var (whole, parts) = (new int[letters.Length * NGramFeatures.Slots], new int[letters.Length * NGramFeatures.Slots]);
            new NGramFeatures(14).Read(letters, whole);
            var features = new NGramFeatures(14);
            features.Read(letters.AsSpan(0, cut), parts);
            features.Read(letters.AsSpan(cut), parts.AsSpan(cut * NGramFeatures.Slots));
            return whole.SequenceEqual(parts);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_feature_sees_no_further_back_than_it_says()
    {
        var texts = Gen.Elements('a', 'a', 'b', ' ', ' ', '-', '-', 'z').ArrayOf(200);
        Prop.ForAll(texts.ToArbitrary(), Gen.Choose(1, 120).ToArbitrary(), (letters, from) =>
        {
            var (whole, late) = (new int[letters.Length * NGramFeatures.Slots], new int[(letters.Length - from) * NGramFeatures.Slots]);
            new NGramFeatures(14).Read(letters, whole);
            new NGramFeatures(14).Read(letters.AsSpan(from), late);
            var seen = NGramFeatures.LookBack * NGramFeatures.Slots;
            return late.Length <= seen || late.AsSpan(seen).SequenceEqual(whole.AsSpan((from * NGramFeatures.Slots) + seen));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Features_that_are_read_block_by_block_are_those_read_letter_by_letter()
    {
        // Pieces with long runs, long words and gaps; the pieces' lengths shift them against the blocks.
        var pieces = Gen.Elements("a", "B", "7", " ", "\n", ".", "é", "語", "\ud83d", "İ", "word and other", "aaaa", "========", "         ",
            "\t\t", "a word of which nobody says a thing", "abcdefghijklmnopqrst", "abcdefghijklmnopqrstu", "\0\u001f\u007f\u0085",
            new string('x', 70), new string(' ', 70), "3.14 and 1,000 == 2_000");
        Prop.ForAll(pieces.ArrayOf().ToArbitrary(), Gen.Choose(10, 24).ToArbitrary(), (parts, bits) =>
        {
            var text = string.Concat(parts);
            var letters = new int[(text.Length + 1) * NGramFeatures.Slots];
            var features = new NGramFeatures(bits);
            features.Read(text, letters);
            features.End(letters.AsSpan(text.Length * NGramFeatures.Slots));
            return letters.SequenceEqual(Blocks(text, bits));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_scan_takes_no_memory()
    {
        var model = LinearTrainer.Fit("tools", Rows(), Small);
        var best = new int[1];
        var text = string.Join(' ', Rows().Select(static row => row.Text));
        model.Highest(text, best);

        var before = GC.GetAllocatedBytesForCurrentThread();
        model.Highest(text, best);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    // The buckets of blocks in the order in which letters give them.
    private static int[] Blocks(string text, int bits)
    {
        var buckets = new int[(text.Length + 1) * NGramFeatures.Slots];
        var block = new NGramBlock(bits, new int[NGramBlock.Memory]);
        for (var at = 0; at <= text.Length; at += NGramBlock.Size)
        {
            block.Read(text.AsSpan(at, Math.Min(NGramBlock.Size, text.Length - at)));
            for (var index = 0; index < NGramBlock.Size && at + index < text.Length; index++)
            {
                buckets[(at + index) * NGramFeatures.Slots] = block.Three[index];
                buckets[((at + index) * NGramFeatures.Slots) + 1] = block.Five[index];
            }

            for (var word = 0; word < block.WordCount; word++)
            {
                buckets[((at + block.WordEnds[word]) * NGramFeatures.Slots) + 2] = block.Words[word];
                buckets[((at + block.WordEnds[word]) * NGramFeatures.Slots) + 3] = block.Pairs[word];
            }
        }

        return buckets;
    }

    private static List<TrainingText> Rows() =>
    [
        .. Tools.SelectMany(one => Tools.Select(other => new TrainingText($"Please hand me the {one} and the {other} from the shelf",
            true, one, "tools"))),
        .. Fruits.SelectMany(one => Fruits.Select(other => new TrainingText($"Please hand me the {one} and the {other} from the shelf",
            false, one, "fruits"))),
    ];
}
