using System.Collections.Frozen;
using System.Text;
using Tako.Reflexes.Shell.Models;
using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Shell;

/// <summary>Follows what flows out of one command into the next.</summary>
internal static class Feeds
{
    private static readonly FrozenSet<string> Prefixes = FrozenSet.Create("sudo", "doas", "command", "nohup", "time", "nice", "env", "exec",
        "stdbuf", "builtin");
    private static readonly FrozenSet<string> Network = FrozenSet.Create("curl", "wget", "fetch", "http", "https", "nc", "ncat", "netcat",
        "lynx", "aria2c", "ftp", "tftp", "socat");
    private static readonly FrozenSet<string> Secret = FrozenSet.Create("env", "printenv", "history", "export", "declare", "set",
        "pass", "security", "secret-tool");

    /// <summary>Whether a stage does nothing but read on: then what flows into it needs no look.</summary>
    public static bool IsUnheeded(ShellNode stage) => stage is ShellNode.Simple { Assignments: [], Words: [{ Literal: { } name }, ..] }
        && !CommandModels.Knows(ShellCall.PlainName(name));

    public static Feed After(ShellNode node, Feed feed, ShellWalk walk)
    {
        switch (node)
        {
            case ShellNode.Simple simple:
                return After(simple, feed, walk);
            case ShellNode.Group group:
                foreach (var redirection in group.Redirections)
                    feed = redirection.Body is { } body ? Feed.Of(walk.Scope.Text(body)) : feed;
                return After(group.Body, feed, walk);
            case ShellNode.Pipeline pipeline:
                foreach (var stage in pipeline.Stages)
                    feed = After(stage, feed, walk);
                return feed;
            case ShellNode.Sequence sequence:
                return Join(sequence.Items, feed, walk);
            case ShellNode.Background background:
                return After(background.Body, feed, walk);
            case ShellNode.Loop loop:
                return After(loop.Body, feed, walk) with { Text = null };
            default:
                return Feed.Unknown;
        }
    }

    /// <summary>What is known about the substitutions in some words, taken together.</summary>
    public static Feed Inline(IEnumerable<ShellWord> words, ShellWalk walk)
    {
        var (network, secret) = (false, false);
        foreach (var part in words.SelectMany(static word => word.Parts).Where(static part => part.Kind != WordPartKind.Literal))
        {
            var feed = part.Script is { } script ? After(script, Feed.Nothing, walk)
                : part.Inner is { } inner ? Inline([inner], walk) : Feed.Nothing;
            network |= feed.Network;
            secret |= feed.Secret;
        }

        return network || secret ? new Feed(null, true, network, secret) : Feed.Nothing;
    }

    private static Feed Join(IReadOnlyList<ShellNode> items, Feed feed, ShellWalk walk)
    {
        var (network, secret) = (false, false);
        foreach (var item in items)
        {
            var after = After(item, feed, walk);
            network |= after.Network;
            secret |= after.Secret;
        }

        return new Feed(null, true, network, secret);
    }

    private static Feed After(ShellNode.Simple simple, Feed feed, ShellWalk walk)
    {
        foreach (var redirection in simple.Redirections)
        {
            if (redirection.Body is { } body)
                feed = Feed.Of(walk.Scope.Text(body));
            else if (redirection.Operator == "<")
                feed = Feed.Unknown with { Secret = SecretFiles.Is(walk.Scope.Text(redirection.Target)) };
        }

        var words = new List<string>();
        foreach (var word in simple.Words)
            walk.Scope.Expand(word, words);
        var first = 0;
        while (first < words.Count - 1 && Prefixes.Contains(ShellCall.PlainName(words[first])))
        {
            var next = first + 1;
            while (next < words.Count - 1 && (words[next].StartsWith('-') || words[next].Contains('=')))
                next++;
            first = next;
        }

        var inline = simple.Words.All(static word => word.Literal is not null) ? Feed.Nothing : Inline(simple.Words, walk);
        var secret = feed.Secret || inline.Secret || words.Skip(first + 1).Any(SecretFiles.Is);
        var network = feed.Network || inline.Network;
        if (words.Count == 0)
            return feed;
        var name = ShellCall.PlainName(words[first]);
        var arguments = words.Skip(first + 1).ToList();
        if (Secret.Contains(name))
            secret |= name is not ("export" or "declare" or "set" or "env") || !arguments.Exists(static word => word.Contains('='));
        if (Network.Contains(name))
            return new Feed(null, true, true, secret);
        var text = name switch
        {
            "echo" or "printf" => Said(arguments, name == "printf"),
            "cat" or "tee" when arguments.TrueForAll(static word => word.StartsWith('-')) || name == "tee" => feed.Text,
            "base64" or "base32" or "xxd" => Decoded(feed.Text),
            _ => null,
        };
        return new Feed(text, true, network, secret, feed.Decoded || name is "base64" or "base32" or "xxd" or "openssl" or "rev");
    }

    private static string? Said(List<string> arguments, bool format)
    {
        var text = string.Join(' ', arguments.SkipWhile(static word => word is "-n" or "-e" or "-ne" or "-en" or "--"));
        text = text.Replace("\\n", "\n", StringComparison.Ordinal);
        return format && arguments.Count > 1 ? $"{text.Replace("%s", "", StringComparison.Ordinal)}" : text;
    }

    private static string? Decoded(string? text)
    {
        const int most = 16_384;
        if (text is null || text.Length > most)
            return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.Trim(), bytes, out var count))
            return null;
        return Encoding.UTF8.GetString(bytes, 0, count);
    }
}
