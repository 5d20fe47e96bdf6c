namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>The packages that a project file names, held against those that were restored.</summary>
internal static class AskedPackages
{
    /// <summary>Names and versions of the packages that the project names now.</summary>
    public static Dictionary<string, string> Of(BuildFile file)
    {
        var asked = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var central = file.Items.Where(item => item is { Kind: "PackageVersion", Step: ItemStep.Include })
            .GroupBy(item => item.Text, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last().Of("Version") ?? "", StringComparer.OrdinalIgnoreCase);
        foreach (var item in file.Items.Where(item => item.Kind is "PackageReference"))
        {
            if (item.Step == ItemStep.Remove)
                asked.Remove(item.Text);
            else if (item.Step == ItemStep.Include)
                asked[item.Text] = item.Of("VersionOverride") ?? item.Of("Version") ?? central.GetValueOrDefault(item.Text) ?? "";
        }

        return asked;
    }

    /// <summary>The first that was not restored in the version asked for; null when all were.</summary>
    public static string? Unrestored(Dictionary<string, string> asked, RestoredPackages packages)
    {
        foreach (var (name, version) in asked)
        {
            if (!packages.Asked.TryGetValue(name, out var range))
                return name;
            var plain = version.Trim('[', ']', '(', ')', ' ').Split(',')[0].Trim();
            if (plain.Length > 0 && !plain.Contains('*') && !range.Contains(plain, StringComparison.OrdinalIgnoreCase)
                && !range.Contains(plain.Split('+')[0], StringComparison.OrdinalIgnoreCase))
                return $"{name} {version}";
        }

        return null;
    }
}
