using Tako.Reflexes.Names;
using Tako.Reflexes.Names.Training;

namespace Tako.Reflexes.Tests.Names;

public class NameTrainerTests
{
    private static readonly NameTraining Small = new() { Sentences = 300, Rounds = 2 };

    private static byte[] Bytes(NameModel model)
    {
        using var stream = new MemoryStream();
        model.Write(stream);
        return stream.ToArray();
    }

    private static LabelledText Row(string before, string value, string after, string kind) =>
        new(before + value + after, [new(before.Length, value.Length, kind)]);

    private static List<LabelledText> Parcels() =>
    [
        .. Enumerable.Range(0, 60).Select(number =>
            Row("where is parcel ", $"ZX{number * 7919 % 10_000:0000}K", " since Monday", "parcel")),
    ];

    [Fact]
    public void The_same_rows_and_settings_give_the_same_model() =>
        Bytes(new NameTrainer(Small).Train(Parcels())).ShouldBe(Bytes(new NameTrainer(Small).Train(Parcels())));

    [Fact]
    public void Another_seed_gives_another_model() =>
        Bytes(new NameTrainer(Small).Train([])).ShouldNotBe(Bytes(new NameTrainer(Small with { Seed = 2 }).Train([])));

    [Fact]
    public void A_kind_of_ones_own_is_learnt_from_rows_alone_and_beside_the_built_in_ones()
    {
        foreach (var sentences in new[] { 0, 300 })
        {
            var model = new NameTrainer(Small with { Sentences = sentences }).Train(Parcels());

            model.Kinds.ShouldContain("parcel");
            NameScannerTests.Find(new(model), "where is parcel QW7731K since Tuesday")
                .ShouldContain(found => found.Kind == "parcel" && found.Start == 16);
        }
    }

    [Fact]
    public void A_model_finds_the_same_after_writing_and_reading()
    {
        var model = new NameTrainer(Small).Train([]);
        const string text = "Dear Mr. Kowalski,\nyour flat at 9 Mill Lane, York is ready. Regards, Aoife Byrne";

        NameScannerTests.Find(new(NameModel.Read(new MemoryStream(Bytes(model)))), text).ShouldBe(NameScannerTests.Find(new(model), text));
    }

    [Fact]
    public void What_is_no_model_is_told()
    {
        var whole = Bytes(new NameTrainer(Small with { Sentences = 100 }).Train([]));

        Should.Throw<InvalidDataException>(() => NameModel.Read(new MemoryStream([1, 2, 3])));
        Should.Throw<InvalidDataException>(() => NameModel.Read(new MemoryStream(whole[..(whole.Length / 2)])));
    }

    [Fact]
    public void Bad_rows_are_named()
    {
        var none = Small with { Sentences = 0 };
        Should.Throw<ArgumentException>(() => new NameTrainer(none).Train([])).Message.ShouldContain("nothing to train on");
        var outside = new LabelledText("short", [new(3, 9, "person")]);
        Should.Throw<ArgumentException>(() => new NameTrainer(none).Train([outside])).Message.ShouldContain("short");
    }

    [Fact]
    public void Every_built_in_sentence_fits_its_labels()
    {
        var chance = new Seeded(5);
        var maker = new SentenceMaker(new(), chance, tellsIp: true);
        for (var made = 0; made < 500; made++)
        {
            var text = maker.Make();
            foreach (var span in text.Spans)
                text.Text.Substring(span.Start, span.Length).Trim().ShouldNotBeEmpty(text.Text);
        }
    }
}
