using System.Text.Json;
using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

/// <summary><c>tako train reflex</c> and <c>tako train names</c>, on small rows of these tests' own.</summary>
public class TrainTests
{
    [Fact]
    public async Task A_head_is_trained_its_figures_are_printed_and_the_same_rows_give_the_same_bytes()
    {
        using var home = new Home();
        var data = Folder(home, "rows.jsonl", Enumerable.Range(0, 80).Select(number => JsonSerializer.Serialize(number % 2 == 0
            ? new { text = $"what is the capital of country number {number}", label = "stable", group = $"g{number}" }
            : new { text = $"what is the weather right now in town number {number}", label = "fresh", group = $"g{number}" })));
        var (one, two) = (Path.Combine(home.State, "one.heads"), Path.Combine(home.State, "two.heads"));

        var ran = (await home.TakoAsync("train", "reflex", "--data", data, "--head", "cacheable", "--positive", "stable", "--out", one))
            .Ends(ExitCode.Done);
        var json = (await home.TakoAsync("train", "reflex", "--data", data, "--head", "cacheable", "--positive", "stable", "--out", two,
            "--json")).Ends(ExitCode.Done).Json;

        ran.Out.ShouldContain("head cacheable: says yes from");
        ran.Out.ShouldMatch(@"found +100\.00 % of +40  rows");
        json.GetProperty("sources")[0].GetProperty("texts").GetInt32().ShouldBe(40);
        File.ReadAllBytes(two).ShouldBe(File.ReadAllBytes(one));
        json.GetProperty("bytes").GetInt64().ShouldBe(new FileInfo(one).Length);
    }

    [Fact]
    public async Task A_tagger_is_trained_its_card_is_printed_and_the_same_rows_give_the_same_bytes()
    {
        using var home = new Home();
        // A smiley is one character to those who label texts.
        var data = Folder(home, "parcels.jsonl", Enumerable.Range(0, 60).Select(number => JsonSerializer.Serialize(new
        {
            text = $"\U0001F642 where is parcel ZX{number * 7919 % 10_000:0000}K since Monday",
            spans = new[] { new { start = 18, end = 25, kind = "parcel" } },
            group = number,
        })));
        var (one, two) = (Path.Combine(home.State, "one.names"), Path.Combine(home.State, "two.names"));

        var ran = (await home.TakoAsync("train", "names", "--data", data, "--sentences", "0", "--out", one)).Ends(ExitCode.Done);
        var json = (await home.TakoAsync("train", "names", "--data", data, "--sentences", "0", "--out", two, "--json"))
            .Ends(ExitCode.Done).Json;

        ran.Out.ShouldContain("names: parcel");
        ran.Out.ShouldContain("trained on 60 rows in 60 groups and 0 built-in sentences");
        ran.Out.ShouldMatch(@"found +100\.00 % of +60, +0 wrong  parcel");
        ran.Out.ShouldContain("limits:");
        json.GetProperty("unseen")[0].GetProperty("found").GetInt32().ShouldBe(60);
        File.ReadAllBytes(two).ShouldBe(File.ReadAllBytes(one));
    }

    [Fact]
    public async Task The_built_in_sentences_teach_their_kinds_beside_the_rows()
    {
        using var home = new Home();
        var data = Folder(home, "rows.jsonl", ["""{"text": "I met Ada.", "spans": [{"start": 6, "end": 9, "kind": "person"}]}"""]);

        var json = (await home.TakoAsync("train", "names", "--data", data, "--sentences", "200", "--json")).Ends(ExitCode.Done).Json;

        json.GetProperty("kinds").EnumerateArray().Select(static kind => kind.GetString()).ShouldContain("organisation");
        json.GetProperty("out").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("names", "{\"text\": \"Ada\", \"spans\": [{\"start\": 0, \"end\": 9, \"kind\": \"person\"}]}",
        "line 1: the span from 0 to 9")]
    [InlineData("names", "{\"text\": \"Ada\", \"spans\": [{\"start\": 0, \"end\": 3, \"kind\": \"A person\"}]}", "'A person' is no kind")]
    [InlineData("names", "{\"text\": \"Ada\"}", "no row with a text and spans; rows look like")]
    [InlineData("names", "{\"text\"", "line 1:")]
    [InlineData("reflex", "{\"text\": \"Ada\"}", "no row with a text and a label")]
    [InlineData("reflex", "{\"text\"", "line 1:")]
    public async Task Rows_that_cannot_be_used_are_named_with_file_and_line(string what, string row, string why)
    {
        using var home = new Home();

        (await home.TakoAsync("train", what, "--data", Folder(home, "rows.jsonl", [row]))).Ends(ExitCode.Usage).Error.ShouldContain(why);
    }

    [Theory]
    [InlineData("train gold", "There is no model 'gold' to train; take reflex or names.")]
    [InlineData("train names", "name their folder in --data")]
    [InlineData("train names --data none", "There is no folder 'none'")]
    [InlineData("train names --data . --head cacheable", "--head and --positive are for 'reflex'")]
    [InlineData("train names --data . --sentences -1", "--sentences is -1; take 0 to 1000000.")]
    [InlineData("train reflex --data . --sentences 5", "--sentences is for 'names'")]
    [InlineData("train reflex --data . --head cacheable", "name the labels it says yes to in --positive")]
    [InlineData("train names --data . --out nowhere/names.model", "make it or name another file in --out")]
    public async Task A_command_line_that_makes_no_sense_is_told(string line, string why)
    {
        using var home = new Home();

        (await home.TakoAsync(line.Split(' '))).Ends(ExitCode.Usage).Error.ShouldContain(why);
    }

    private static string Folder(Home home, string file, IEnumerable<string> rows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.State, "rows")).FullName;
        File.WriteAllLines(Path.Combine(folder, file), rows);
        return folder;
    }
}
