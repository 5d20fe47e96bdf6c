using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Shell;

/// <summary>Judges where a command's output is written and says what its input is.</summary>
internal static class Redirections
{
    /// <param name="command">The command whose output it is, where it is a simple one.</param>
    public static Feed Judge(Redirection redirection, Feed feed, ShellWalk walk, ShellNode.Simple? command = null)
    {
        SimpleCommands.VisitSubstitutions(redirection.Target, walk);
        if (redirection.Body is { } body)
        {
            if (!ReferenceEquals(body, redirection.Target))
                SimpleCommands.VisitSubstitutions(body, walk);
            return Feed.Of(walk.Scope.Text(body));
        }

        var target = walk.Scope.Text(redirection.Target);
        if (redirection.Operator == "<")
            return Feed.Unknown with { Secret = SecretFiles.Is(target), Network = IsSocket(target) };
        if (redirection.Writes && target.Length > 0 && target != "-" && !char.IsAsciiDigit(target[0]))
        {
            var sent = command is not null && IsSocket(target) ? Feeds.After(command with { Redirections = [] }, feed, walk) : feed;
            Write(target, redirection.Appends, "redirection", sent, walk);
        }

        return feed;
    }

    /// <summary>Judges a file that is written over or added to.</summary>
    public static void Write(string target, bool appends, string command, Feed feed, ShellWalk walk)
    {
        if (IsSocket(target))
        {
            walk.Add("net.socket", feed.Secret ? ShellLevel.Deny : ShellLevel.Ask, command, "sends to another machine",
                "Keep the output in a file and ask a person before anything is sent.");
            return;
        }

        switch (ShellPath.Place(target, walk.Scope, walk.Options))
        {
            case PathPlace.Device:
                walk.Deny("write.device", command, "writes over a device", "Write to a file in the working directory.");
                break;
            case PathPlace.System or PathPlace.Root:
                walk.Add("write.system", appends ? ShellLevel.Ask : ShellLevel.Deny, command, "changes a file of the system",
                    "Write to a file in the working directory and let a person put it in place.");
                break;
            case PathPlace.Home:
                walk.Add("write.home", appends && !SecretFiles.Is(target) ? ShellLevel.Ask : ShellLevel.Deny, command,
                    "changes the user's own settings or keys", "Write to a file in the working directory.");
                break;
            case PathPlace.Repository:
                walk.Deny("write.repository", command, "writes into a repository's own store", "Use git's commands for that.");
                break;
            case PathPlace.Outside when !appends && walk.Scope.Context.WorkingDirectory is not null:
                walk.Ask("write.outside", command, "writes over a file outside of the working directory",
                    "Write below the working directory.");
                break;
        }
    }

    private static bool IsSocket(string path) =>
        path.StartsWith("/dev/tcp/", StringComparison.Ordinal) || path.StartsWith("/dev/udp/", StringComparison.Ordinal);
}
