using System.Text.Json.Serialization;
using Tako.Core.Faults;

namespace Tako.Workspace.Overlay;

/// <summary>A change set as it is stored.</summary>
internal sealed record ChangeSetDocument(int Version, string Root, IReadOnlyList<ChangeDocument> Changes)
{
    private const int Current = 1;

    public static ChangeSetDocument Of(ChangeSet changes) => new(Current, changes.Root, [.. changes.Changes.Select(ChangeDocument.Of)]);

    public static Parsed<ChangeSet> Read(ChangeSetDocument document)
    {
        var faults = new List<Fault>();
        if (document.Version != Current)
            faults.Add(new Fault("/version", 0, $"is {document.Version}; this version of Tako reads {Current}"));
        if (document.Root is null || document.Changes is null)
            return new Parsed<ChangeSet>.Faulty([new Fault("/", 0, "lacks root or changes")]);
        for (var index = 0; index < document.Changes.Count; index++)
            document.Changes[index].Check($"/changes/{index}", faults);
        return faults.Count > 0
            ? new Parsed<ChangeSet>.Faulty(faults)
            : new Parsed<ChangeSet>.Ok(new ChangeSet(document.Root, document.Changes.Select(change => change.ToChange())));
    }
}

/// <summary>One change as it is stored; contents are base 64.</summary>
internal sealed record ChangeDocument(ChangeKind Kind, RepoPath Path, RepoPath? From, BaseDocument? Base, byte[]? Content, int? Mode,
    bool IsLink)
{
    public static ChangeDocument Of(Change change) => new(change.Kind, change.Path, change.From,
        change.Base is { } old ? new BaseDocument((int)old.Mode, old.Content.ToArray(), old.IsLink) : null,
        change.Content?.ToArray(), (int?)change.Mode, change.IsLink);

    public void Check(string pointer, List<Fault> faults)
    {
        if (Path == default)
            faults.Add(new Fault(pointer, 0, "has no path"));
        if (Kind == ChangeKind.Renamed != From.HasValue)
            faults.Add(new Fault(pointer, 0, "must name 'from' exactly when it is a rename"));
        if (Kind == ChangeKind.Deleted != (Content is null))
            faults.Add(new Fault(pointer, 0, "must have content exactly when it is not a deletion"));
        if (Content is null != Mode is null)
            faults.Add(new Fault(pointer, 0, "must have a mode exactly when it has content"));
        if (Kind == ChangeKind.Added != (Base is null))
            faults.Add(new Fault(pointer, 0, "must have a base exactly when it is not an addition"));
    }

    public Change ToChange() => new()
    {
        Kind = Kind,
        Path = Path,
        From = From,
        Base = Base?.ToBase(),
        Content = Content is null ? null : new ReadOnlyMemory<byte>?(Content),
        Mode = (UnixFileMode?)Mode,
        IsLink = IsLink,
    };
}

/// <summary>The file before a change as it is stored; hash and size follow from the content.</summary>
internal sealed record BaseDocument(int Mode, byte[] Content, bool IsLink)
{
    public BaseFile ToBase() => new(ContentHash.Of(Content), Content.Length, (UnixFileMode)Mode) { Content = Content, IsLink = IsLink };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChangeSetDocument))]
internal sealed partial class OverlayJson : JsonSerializerContext;
