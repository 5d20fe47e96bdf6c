namespace Tako.Workspace.Senses.Workers;

/// <summary>An interpreter and the program that makes a parser of it.</summary>
/// <param name="Interpreter">The command's name, looked for in every folder of <c>PATH</c>.</param>
internal sealed record WorkerProgram(string Interpreter, string Resource, IReadOnlyList<string> Arguments)
{
    public static WorkerProgram Python { get; } = new("python3", "worker.py", ["-I", "-S", "-c"]);

    public static WorkerProgram Node { get; } = new("node", "worker.js",
        ["--expose-internals", "--experimental-vm-modules", "--no-warnings", "--max-old-space-size=512", "-e"]);

    public string Text()
    {
        using var stream = typeof(WorkerProgram).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource '{Resource}' is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Where the interpreter might be, in the order of <c>PATH</c>; a shim may turn out not to work.</summary>
    public IEnumerable<string> Candidates() => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin")
        .Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Join(folder, Interpreter))
        .Where(File.Exists)
        .Distinct(StringComparer.Ordinal);
}
