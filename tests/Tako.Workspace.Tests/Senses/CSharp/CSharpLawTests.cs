using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.CSharp;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses.CSharp;

public sealed class CSharpLawTests
{
    private static readonly (string File, string Text)[] Files =
        [("Shop/Basket.cs", SmallSolution.Basket), ("Shop/Till.cs", SmallSolution.Till), ("Shop/Crate.cs", SmallSolution.Crate),
         ("App/Program.cs", SmallSolution.Main)];

    // Each changes what others see, or breaks something, or does neither.
    private static readonly (string File, string Old, string New)[] Edits =
        [("Shop/Basket.cs", "Sum() {", "Total() {"), ("Shop/Basket.cs", "public void Put(decimal price)",
            "public void Put(string price)"),
         ("Shop/Basket.cs", "public class Basket", "public abstract class Basket"), ("Shop/Basket.cs", "public virtual", "public"),
         ("Shop/Basket.cs", "decimal Sum", "string Sum"), ("Shop/Till.cs", "Sum()", "Total()"),
             ("Shop/Till.cs", "Basket basket", "Crate basket"),
         ("Shop/Crate.cs", "public sealed class Crate", "public class Crate"),
             ("Shop/Crate.cs", "namespace Shop;", "namespace Shop.Wood;"),
             ("App/Program.cs", "Sum()", "Total()"),
         ("App/Program.cs", "Put(2)", "Put(\"2\")"), ("App/Program.cs", "new Basket()", "new Crate()")];

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Edits_that_mean_the_same_never_hurt(int seed)
    {
        var chance = new Random(seed);
        using var shop = new SmallSolution();
        var shadow = shop.Start;
        for (var step = 0; step < 12; step++)
        {
            var (file, _) = Files[chance.Next(Files.Length)];
            var text = shadow.Text(file)!;
            shadow = shadow.With(file, chance.Next(4) switch
            {
                0 => "// a remark\n\n" + text,
                1 => CSharpSyntaxTree.ParseText(text).GetRoot().NormalizeWhitespace().ToFullString() + "\n",
                2 => text.Replace("\n", "\r\n").Replace("\r\r", "\r"),
                _ => text + $"\n/* {chance.Next()} */\n",
            });
            (await shop.PainsAsync(shadow)).ShouldBeEmpty();
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task What_is_felt_step_by_step_is_what_is_felt_at_once_and_what_the_compiler_says_of_the_whole(int seed)
    {
        var chance = new Random(seed);
        using var shop = new SmallSolution();
        var shadow = shop.Start;
        for (var step = 0; step < 10; step++)
        {
            var (file, old, now) = Edits[chance.Next(Edits.Length)];
            var text = shadow.Text(file)!;
            shadow = shadow.With(file, text.Contains(old) ? text.Replace(old, now) : text.Replace(now, old));
            var felt = await ToldAsync(shop.Sense, shadow);
            (await ToldAsync(new CSharpSense(CSharpWorkspace.Open(shop.Start)), shadow)).ShouldBe(felt);
            var whole = (await CSharpWorkspace.Open(shop.Start).CompileAsync(shadow, TestContext.Current.CancellationToken))
                .SelectMany(compilation => compilation.GetDiagnostics())
                .Where(error => error.Severity == DiagnosticSeverity.Error)
                .Select(error => $"{error.Location.SourceTree!.FilePath} "
                    + $"{error.Location.GetLineSpan().StartLinePosition.Line + 1} {error.Id}");
            felt.Order().ShouldBe(whole.Distinct().Order());
        }

        foreach (var (file, text) in Files)
            shadow = shadow.With(file, text);
        (await shop.NumbAsync(shadow)).ShouldContain("No C# file is changed");
    }

    private static async Task<List<string>> ToldAsync(CSharpSense sense, Shadow shadow) =>
        await sense.FeelAsync(shadow, TestContext.Current.CancellationToken) is Feeling.Hurt hurt
            ? [.. hurt.Pains.Select(pain => $"{pain.File} {pain.Line} {pain.Code}").Distinct()] : [];
}
