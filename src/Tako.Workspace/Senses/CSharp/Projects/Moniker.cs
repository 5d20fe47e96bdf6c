using System.Globalization;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>A target framework such as <c>net10.0</c> or <c>netstandard2.0</c>.</summary>
internal sealed record Moniker(string Text, bool IsNet, Version Version)
{
    /// <summary>Null for frameworks that are not compiled in memory, such as <c>net48</c>.</summary>
    public static Moniker? Of(string text)
    {
        var name = text.Trim().ToLowerInvariant();
        var plain = name.Split('-')[0];
        if (plain.StartsWith("netstandard", StringComparison.Ordinal)
            && Version.TryParse(plain["netstandard".Length..], out var standard))
            return new Moniker(name, false, standard);
        if (plain.StartsWith("netcoreapp", StringComparison.Ordinal) && Version.TryParse(plain["netcoreapp".Length..], out var core))
            return new Moniker(name, true, core);
        return plain.StartsWith("net", StringComparison.Ordinal) && Version.TryParse(plain["net".Length..], out var net) && net.Major >= 5
            ? new Moniker(name, true, net)
            : null;
    }

    /// <summary>What the compiler of this framework takes when the project names no language version.</summary>
    public string LanguageVersion => IsNet
        ? Version.Major >= 5 ? (Version.Major + 4).ToString(CultureInfo.InvariantCulture) : Version.Major == 3 ? "8" : "7.3"
        : Version >= new Version(2, 1) ? "8" : "7.3";

    /// <summary>The symbols that are defined for this framework.</summary>
    public IEnumerable<string> Symbols()
    {
        if (!IsNet)
        {
            yield return "NETSTANDARD";
            yield return $"NETSTANDARD{Version.Major}_{Version.Minor}";
            foreach (var known in (Version[])[new(1, 0), new(1, 1), new(1, 2), new(1, 3), new(1, 4), new(1, 5), new(1, 6),
                new(2, 0), new(2, 1)])
            {
                if (known <= Version)
                    yield return $"NETSTANDARD{known.Major}_{known.Minor}_OR_GREATER";
            }

            yield break;
        }

        yield return "NETCOREAPP";
        foreach (var known in (Version[])[new(1, 0), new(1, 1), new(2, 0), new(2, 1), new(2, 2), new(3, 0), new(3, 1)])
        {
            if (known <= Version)
                yield return $"NETCOREAPP{known.Major}_{known.Minor}_OR_GREATER";
        }

        if (Version.Major < 5)
        {
            yield return $"NETCOREAPP{Version.Major}_{Version.Minor}";
            yield break;
        }

        yield return "NET";
        yield return $"NET{Version.Major}_{Version.Minor}";
        for (var major = 5; major <= Version.Major; major++)
            yield return $"NET{major}_0_OR_GREATER";
    }
}
