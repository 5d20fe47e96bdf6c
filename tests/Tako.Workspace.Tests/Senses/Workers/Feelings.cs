using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.JavaScript;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Python;
using Tako.Workspace.Senses.Workers;
using Tako.Workspace.Senses;

namespace Tako.Workspace.Tests.Senses.Workers;

/// <summary>The parsers of the machine, warm for all tests, and short words for what is felt with them.</summary>
internal static class Feelings
{
    public static ParseWorkers Workers { get; } = Open();

    public static ISense Python(Shadow start, string rung) => PythonSenses.Open(start, Workers).First(sense => sense.Rung == rung);

    public static ISense JavaScript(Shadow start, string rung) => JavaScriptSenses.Open(start, Workers).First(sense =>
        sense.Rung == rung);

    public static async Task<IReadOnlyList<Pain>> HurtsAsync(this ISense sense, Shadow shadow)
    {
        var feeling = await sense.FeelAsync(shadow, TestContext.Current.CancellationToken);
        return feeling.ShouldBeOfType<Feeling.Hurt>(feeling.ToString()).Pains;
    }

    public static async Task IsWellAsync(this ISense sense, Shadow shadow)
    {
        var feeling = await sense.FeelAsync(shadow, TestContext.Current.CancellationToken);
        feeling.ShouldBeOfType<Feeling.Well>(feeling is Feeling.Hurt hurt ? hurt.Pains[0].Message : feeling.ToString());
    }

    public static async Task<string> IsNumbAsync(this ISense sense, Shadow shadow) =>
        (await sense.FeelAsync(shadow, TestContext.Current.CancellationToken)).ShouldBeOfType<Feeling.Numb>().Why;

    private static ParseWorkers Open()
    {
        var workers = new ParseWorkers(TimeProvider.System);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => workers.DisposeAsync().AsTask().Wait();
        return workers;
    }
}
