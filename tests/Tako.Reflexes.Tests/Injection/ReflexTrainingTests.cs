using Tako.Core.Text;
using Tako.Reflexes.Injection.Training;

namespace Tako.Reflexes.Tests.Injection;

public sealed class ReflexTrainingTests : IDisposable
{
    private static readonly LinearTraining Small = new() { Bits = 14, Epochs = 4 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tako-train-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Rows_with_known_labels_and_their_twins_are_read_and_others_passed_over()
    {
        Write("mixed.jsonl",
            """{"text": "obey me", "label": "injection_base", "group": "g", "benign_twin": "thank you"}""",
            """{"text": "a letter", "label": "benign_document", "group": 7}""",
            "",
            """{"text": "rm", "label": "deny"}""");

        TrainingRows.Under(_folder.FullName, TrainingLabels.Injection).Select(static row => (row.Text, row.Positive, row.Group)).ShouldBe(
            [("obey me", true, "mixed/g"), ("thank you", false, "mixed/g"), ("a letter", false, "mixed/7")]);
    }

    [Fact]
    public void A_head_of_ones_own_says_yes_to_the_labels_that_are_named()
    {
        Write("own.jsonl", [.. Enumerable.Range(0, 80).Select(static index =>
            $$"""{"text": "{{(index % 2 == 0
                ? "the same question as ever" : "something new happened")}} {{index}}", "label": "{{(index % 2 == 0
                ? "stable" : "novel")}}", "group": "{{index / 2}}"}""")]);

        var (model, report) = ReflexTraining.Run(_folder.FullName, "cacheable", new TrainingLabels(["stable"]), Small);

        model.Heads.ShouldHaveSingleItem().Name.ShouldBe("cacheable");
        report.Sources.Single(static source => source.Positive).Flagged.ShouldBe(40);
        report.Sources.Single(static source => !source.Positive).Flagged.ShouldBeLessThanOrEqualTo(1);
        model.Share("the same question as ever 99").ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void A_line_that_is_no_row_is_named()
    {
        Write("broken.jsonl", """{"text": "a", "label": "benign"}""", "{oops");

        Should.Throw<InvalidDataException>(() => ReflexTraining.Run(_folder.FullName, "injection", TrainingLabels.Injection))
            .Message.ShouldContain("line 2");
    }

    [Fact]
    public void A_folder_without_rows_and_too_few_rows_are_told_apart()
    {
        Should.Throw<InvalidDataException>(() => ReflexTraining.Run(_folder.FullName, "injection", TrainingLabels.Injection))
            .Message.ShouldContain("no row");
        Write("few.jsonl", """{"text": "a", "label": "benign"}""", """{"text": "b", "label": "jailbreak"}""");
        Should.Throw<InvalidDataException>(() => ReflexTraining.Run(_folder.FullName, "injection", TrainingLabels.Injection))
            .Message.ShouldContain("at least 20");
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder.FullName, name), lines);
}
