using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Core.Faults;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Commit;

/// <summary>Proof of a write, with all that is needed to take it back.</summary>
public sealed record CommitReceipt
{
    /// <summary>The change with the bytes before and after.</summary>
    public required ChangeSet Changes { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Folders that the write made, outermost first; undo removes them when they are empty.</summary>
    public IReadOnlyList<string> MadeFolders { get; init; } = [];

    /// <summary>Where it was committed; null when it was written to the working tree.</summary>
    public BranchMark? Branch { get; init; }

    public string ToJson() => JsonSerializer.Serialize(
        new ReceiptDocument(Changes.ToJson(), Time, MadeFolders, Branch), CommitJson.Default.ReceiptDocument);

    public static Parsed<CommitReceipt> FromJson(string json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, CommitJson.Default.ReceiptDocument);
            if (document is not { Changes: not null, MadeFolders: not null })
                return Faulty("lacks changes or folders");
            return ChangeSet.FromJson(document.Changes) switch
            {
                Parsed<ChangeSet>.Ok { Value: var changes } => new Parsed<CommitReceipt>.Ok(
                    new CommitReceipt
                    {
                        Changes = changes,
                        Time = document.Time,
                        MadeFolders = document.MadeFolders,
                        Branch = document.Branch,
                    }),
                Parsed<ChangeSet>.Faulty faulty => new Parsed<CommitReceipt>.Faulty(faulty.Faults),
                _ => throw new InvalidOperationException("A parsed value is ok or faulty."),
            };
        }
        catch (JsonException wrong)
        {
            return Faulty($"is not a receipt: {wrong.Message}");
        }

        static Parsed<CommitReceipt> Faulty(string message) => new Parsed<CommitReceipt>.Faulty([new Fault("/", 0, message)]);
    }
}

/// <summary>A receipt as it is stored.</summary>
internal sealed record ReceiptDocument(string Changes, DateTimeOffset Time, IReadOnlyList<string> MadeFolders,
    BranchMark? Branch = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReceiptDocument))]
[JsonSerializable(typeof(JournalDocument))]
internal sealed partial class CommitJson : JsonSerializerContext;
