using System.Collections.Frozen;

namespace Tako.Reflexes.Shell.Models;

/// <summary>The models of arguments, by the names of commands.</summary>
internal static class CommandModels
{
    private static readonly FrozenDictionary<string, Action<ShellCall>> ByName = Collect();

    public static void Judge(ShellCall call)
    {
        if (call.Words[0].Contains(ShellWalk.Unknown))
        {
            call.Walk.Ask("shell.unknown-command", "shell", "runs a command whose name is not known before it runs",
                "Write the command's name out.");
            call.Run(1);
            return;
        }

        if (IsAssignment(call.Words[0]) || call.Words[0].Length == 0)
            call.Run(1);
        else if (Find(call.Name) is { } model)
            model(call);
    }

    public static bool Knows(string name) => Find(name) is not null;

    private static Action<ShellCall>? Find(string name)
    {
        if (ByName.TryGetValue(name, out var model))
            return model;
        if (name.Length == 0 || (!char.IsAsciiDigit(name[^1]) && !name.Contains('.')))
            return null;
        var plain = name.AsSpan().TrimEnd("0123456789.-");
        if (plain.StartsWith("mkfs.") || plain.StartsWith("newfs"))
            plain = "mkfs";
        return plain.Length < name.Length && ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(plain, out model) ? model : null;
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=');
        return equals > 0 && !word.AsSpan(0, equals).ContainsAnyExcept(AssignmentLetters);
    }

    private static readonly System.Buffers.SearchValues<char> AssignmentLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static FrozenDictionary<string, Action<ShellCall>> Collect()
    {
        var models = new Dictionary<string, Action<ShellCall>>(StringComparer.Ordinal);
        Wrappers.AddTo(models);
        Interpreters.AddTo(models);
        Shells.AddTo(models);
        Finding.AddTo(models);
        Removal.AddTo(models);
        Overwriting.AddTo(models);
        Ownership.AddTo(models);
        Git.AddTo(models);
        Disks.AddTo(models);
        Machine.AddTo(models);
        Network.AddTo(models);
        Containers.AddTo(models);
        Clouds.AddTo(models);
        Databases.AddTo(models);
        Packages.AddTo(models);
        return models.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
