using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Laws;

/// <summary>
/// Puts the law together: built in, the user's own, the contract's policy, the repository's. Only the user's may loosen; a
/// file that cannot be followed to the letter closes everything.
/// </summary>
internal static class LawFiles
{
    private const long MaxBytes = 256 * 1024;

    public static Constitution Load(string root, SecurityPolicy policy, string? userFile)
    {
        var law = WithPolicy(User(userFile), policy);
        var folder = new DirectoryInfo(Path.Join(root, ".tako"));
        var file = Path.Join(root, Constitution.File);
        if (folder.LinkTarget is not null || new FileInfo(file).LinkTarget is not null)
            return Closed(law, Constitution.File, "is reached through a symbolic link; make it a plain file");
        return Text(file, Constitution.File, law, out var closed) is { } text ? Read(text, Constitution.File, law, isUsers: false) : closed;
    }

    public static Constitution Of(string? text, SecurityPolicy policy, string? userFile)
    {
        var law = WithPolicy(User(userFile), policy);
        if (text is { Length: > (int)MaxBytes })
            return Closed(law, Constitution.File, $"is longer than {MaxBytes} characters");
        return text is null ? law : Read(text, Constitution.File, law, isUsers: false);
    }

    private static Constitution User(string? file)
    {
        var law = new Constitution();
        if (file is null)
            return law;
        return Text(file, file, law, out var closed) is { } text ? Read(text, file, law, isUsers: true) : closed;
    }

    // Null when there is no file, or when it cannot be read and the law is closed.
    private static string? Text(string file, string name, Constitution law, out Constitution closed)
    {
        closed = law;
        try
        {
            var entry = new FileInfo(file);
            if (Directory.Exists(file))
                closed = Closed(law, name, "is a folder; make it a plain file");
            else if (entry is { Exists: false, LinkTarget: null })
                return null;
            else if (!PosixFile.IsRegular(Path.GetFullPath(entry.LinkTarget ?? file, Path.GetDirectoryName(entry.FullName)!)))
                closed = Closed(law, name, "is not a regular file");
            else if (entry.Length > MaxBytes)
                closed = Closed(law, name, $"has {entry.Length} bytes; at most {MaxBytes} are read");
            else
                return File.ReadAllText(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            closed = Closed(law, name, $"cannot be read: {wrong.Message}");
        }

        return null;
    }

    private static Constitution WithPolicy(Constitution law, SecurityPolicy policy) => law with
    {
        Protect = [.. law.Protect, .. policy.Protect],
        Write = policy.Write.Count > 0 ? [.. law.Write, policy.Write] : law.Write,
        MinimumTier = IsolationTiers.Stricter(law.MinimumTier, policy.MinimumTier),
        ApproveWrite = law.ApproveWrite || policy.ApproveWrite,
    };

    private static Constitution Closed(Constitution law, string file, string why) =>
        law with { Faults = [.. law.Faults, new Fault("/", 0, $"{file} {why}")] };

    private static Constitution Read(string text, string file, Constitution law, bool isUsers)
    {
        switch (SourceDocument.Parse(text))
        {
            case Parsed<SourceDocument>.Ok { Value: var document }:
                var reader = new ConstitutionReader(document, law, isUsers);
                var read = reader.Read();
                return reader.Faults.Count > 0 ? law with { Faults = [.. law.Faults, .. Named(reader.Faults, file, isUsers)] } : read;
            case Parsed<SourceDocument>.Faulty faulty:
                return law with { Faults = [.. law.Faults, .. Named(faulty.Faults, file, isUsers)] };
            default:
                throw new InvalidOperationException("A parsed value is ok or faulty.");
        }
    }

    // Two files may be at fault: the less known one says its name.
    private static IEnumerable<Fault> Named(IEnumerable<Fault> faults, string file, bool isUsers) =>
        isUsers ? faults.Select(fault => fault with { Message = $"{fault.Message} (in {file})" }) : faults;
}
