using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tako.Core.Faults;

namespace Tako.Workspace.Overlay;

/// <summary>
/// Everything a shadow would change in its repository, in the order of the paths. The hash covers kinds, paths, base
/// hashes, contents and modes, not the root: the same work in another copy of the repository has the same hash.
/// </summary>
public sealed class ChangeSet
{
    private readonly Lazy<string> _hash;

    public ChangeSet(string root, IEnumerable<Change> changes)
    {
        Root = root;
        Changes = [.. changes
            .Select(change => change with { ContentHash = change.Content is { } content
                ? change.ContentHash ?? Overlay.ContentHash.Of(content.Span) : null })
            .OrderBy(change => change.Path)];
        _hash = new Lazy<string>(ComputeHash);
    }

    /// <summary>Absolute path of the repository.</summary>
    public string Root { get; }

    public IReadOnlyList<Change> Changes { get; }

    public string Hash => _hash.Value;

    public bool IsEmpty => Changes.Count == 0;

    /// <summary>The change as a patch that <c>git apply</c> takes, binary files included.</summary>
    public string ToUnifiedDiff() => UnifiedDiff.Write(this);

    /// <summary>The whole change with old and new contents, for a blob.</summary>
    public string ToJson() => JsonSerializer.Serialize(ChangeSetDocument.Of(this), OverlayJson.Default.ChangeSetDocument);

    public static Parsed<ChangeSet> FromJson(string json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, OverlayJson.Default.ChangeSetDocument);
            return document is null ? Faulty("is null") : ChangeSetDocument.Read(document);
        }
        catch (JsonException wrong)
        {
            return Faulty($"is not a change set: {wrong.Message}");
        }

        static Parsed<ChangeSet> Faulty(string message) => new Parsed<ChangeSet>.Faulty([new Fault("/", 0, message)]);
    }

    private string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "tako.changes/1");
        foreach (var change in Changes)
        {
            Add(hash, change.Kind.ToString());
            Add(hash, change.Path.Value);
            Add(hash, change.From?.Value ?? "");
            Add(hash, change.Base is { } old ? $"{old.Hash} {old.Size} {(int)old.Mode} {old.IsLink}" : "");
            Add(hash, change.ContentHash ?? "");
            Add(hash, change.IsLink ? "link" : "");
            Add(hash, change.Mode is { } mode ? ((int)mode).ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
