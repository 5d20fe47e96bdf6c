using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Workspace.Guard;

/// <summary>
/// Puts the built-in law, the contract's policy and <c>.tako/constitution.yaml</c> together. Each layer may only make the
/// result stricter; a file that cannot be followed to the letter closes everything.
/// </summary>
internal sealed class ConstitutionReader(SourceDocument document, Constitution law)
{
    private const string File = ".tako/constitution.yaml";
    private const long MaxBytes = 256 * 1024;
    private static readonly string[] Keys = ["version", "protect", "ask", "write", "maxFiles", "maxFileBytes", "maxBytes", "maxLines",
        "minimumTier", "approveWrite"];

    private readonly List<Fault> _faults = [];

    public static Constitution Load(string root, SecurityPolicy policy)
    {
        var law = WithPolicy(new Constitution(), policy);
        var folder = new DirectoryInfo(Path.Join(root, ".tako"));
        var file = new FileInfo(Path.Join(root, File));
        if (folder.LinkTarget is not null || file.LinkTarget is not null)
            return Closed(law, new Fault("/", 0, $"{File} is reached through a symbolic link; make it a plain file"));
        try
        {
            if (Directory.Exists(file.FullName))
                return Closed(law, new Fault("/", 0, $"{File} is a folder; make it a plain file"));
            if (!file.Exists)
                return law;
            if (!Overlay.PosixFile.IsRegular(file.FullName))
                return Closed(law, new Fault("/", 0, $"{File} is not a regular file"));
            if (file.Length > MaxBytes)
                return Closed(law, new Fault("/", 0, $"{File} has {file.Length} bytes; at most {MaxBytes} are read"));
            return Read(System.IO.File.ReadAllText(file.FullName), law);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return Closed(law, new Fault("/", 0, $"{File} cannot be read: {wrong.Message}"));
        }
    }

    private static Constitution WithPolicy(Constitution law, SecurityPolicy policy) => law with
    {
        Protect = [.. law.Protect, .. policy.Protect],
        Write = policy.Write.Count > 0 ? [.. law.Write, policy.Write] : law.Write,
        MinimumTier = policy.MinimumTier,
        ApproveWrite = law.ApproveWrite || policy.ApproveWrite,
    };

    private static Constitution Closed(Constitution law, params IReadOnlyList<Fault> faults) => law with { Faults = faults };

    private static Constitution Read(string text, Constitution law)
    {
        switch (SourceDocument.Parse(text))
        {
            case Parsed<SourceDocument>.Ok { Value: var document }:
                var reader = new ConstitutionReader(document, law);
                var tightened = reader.Tighten();
                return reader._faults.Count > 0 ? Closed(law, reader._faults) : tightened;
            case Parsed<SourceDocument>.Faulty faulty:
                return Closed(law, faulty.Faults);
            default:
                throw new InvalidOperationException("A parsed value is ok or faulty.");
        }
    }

    private Constitution Tighten()
    {
        if (document.Root.ValueKind != JsonValueKind.Object)
        {
            _faults.Add(document.Fault("", "must be a mapping of rules"));
            return law;
        }

        foreach (var property in document.Root.EnumerateObject().Where(property => !Keys.Contains(property.Name)))
            _faults.Add(document.Fault("/" + SourceDocument.Escape(property.Name), $"is no rule; known are {string.Join(", ", Keys)}"));
        var write = Globs("write");
        return law with
        {
            Protect = [.. law.Protect, .. Globs("protect") ?? []],
            Ask = [.. law.Ask, .. Globs("ask") ?? []],
            Write = write is null ? law.Write : [.. law.Write, write],
            MaxFiles = (int)Least("maxFiles", law.MaxFiles),
            MaxFileBytes = Least("maxFileBytes", law.MaxFileBytes),
            MaxBytes = Least("maxBytes", law.MaxBytes),
            MaxLines = (int)Least("maxLines", law.MaxLines),
            MinimumTier = Tier(),
            ApproveWrite = Flag("approveWrite") || law.ApproveWrite,
        };
    }

    private IReadOnlyList<string>? Globs(string key)
    {
        if (!document.Root.TryGetProperty(key, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String
            || string.IsNullOrWhiteSpace(item.GetString()) || item.GetString()!.StartsWith('!')))
        {
            _faults.Add(document.Fault("/" + key, "must be a list of path patterns without exceptions"));
            return null;
        }

        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    private long Least(string key, long limit)
    {
        if (!document.Root.TryGetProperty(key, out var value))
            return limit;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var wanted) && wanted >= 0)
            return Math.Min(limit, wanted);
        _faults.Add(document.Fault("/" + key, "must be a whole number from 0"));
        return limit;
    }

    private string Tier()
    {
        if (!document.Root.TryGetProperty("minimumTier", out var value))
            return law.MinimumTier;
        if (value.ValueKind != JsonValueKind.String || !IsolationTiers.IsKnown(value.GetString()!))
        {
            _faults.Add(document.Fault("/minimumTier", "must be L1, L2, L3 or L4"));
            return law.MinimumTier;
        }

        return IsolationTiers.Holds(value.GetString()!, law.MinimumTier) ? value.GetString()! : law.MinimumTier;
    }

    private bool Flag(string key)
    {
        if (!document.Root.TryGetProperty(key, out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            _faults.Add(document.Fault("/" + key, "must be true or false"));
        return value.ValueKind == JsonValueKind.True;
    }
}
