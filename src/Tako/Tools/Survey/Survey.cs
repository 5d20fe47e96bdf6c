using System.Text.Json;
using Tako.Arms;
using Tako.Limbs;
using Tako.Tools;

namespace Tako.Tools.Survey;

/// <summary>Asks the survey tool which files matter, by the goal's words and by what hurts.</summary>
internal static class Survey
{
    private const int QueryLength = 4_000;

    public static async ValueTask<Retrieval> LookAsync(string goal, Sensation? felt, Toolbox tools, CancellationToken cancellationToken)
    {
        var named = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pain in felt?.Pains ?? [])
        {
            if (pain.File is { } file)
                named.Add(file.Value);
            named.UnionWith(pain.Trace.Select(place => place.File.Value));
        }

        var query = string.Join('\n', (felt?.Pains ?? []).Select(pain => $"{pain.Test} {pain.Message}").Prepend(goal));
        var call = new SurveyCall(query.Length <= QueryLength ? query : query[..QueryLength], [.. named.Take(50)]);
        var outcome = await tools.UseAsync("survey",
            JsonSerializer.SerializeToElement(call, RetrievalJson.Default.SurveyCall),
            cancellationToken);
        return outcome is ToolOutcome.Done { Result.Succeeded: true } done
            ? Retrieval.From(JsonSerializer.Deserialize<JsonElement>(done.Text)) ?? new Retrieval([])
            : new Retrieval([]);
    }
}
