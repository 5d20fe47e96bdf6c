namespace Tako.Cli.Tests.Kit;

/// <summary>A user with a repository and a model whose words are on a cassette.</summary>
internal sealed class Desk : IDisposable
{
    public Desk(Repository repository, string cassette)
    {
        Repository = repository;
        Cassette = Home.Write("cassette.json", cassette);
    }

    public Home Home { get; } = new();

    public Repository Repository { get; }

    public string Cassette { get; }

    public string Model => $"recorded:{Cassette}";

    /// <summary>A broken Python repository, and a model that mends it at its second attempt.</summary>
    public static Desk Python() => new(Repository.Python(), Words.Cassette(Words.Wrong, Words.Righted));

    /// <summary>A broken repository with a makefile, and a model that mends it at once.</summary>
    public static Desk Shell(params string[] turns) => new(Repository.Shell(), Words.Cassette(turns.Length > 0 ? turns : [Words.Tea]));

    /// <summary>Runs the main job with the cassette.</summary>
    public Task<Ran> RunAsync(params string[] more) =>
        Home.TakoAsync(["run", "Make the failing tests pass", "--repo", Repository.Root, "--model", Model, .. more]);

    /// <summary>Runs a contract, written in YAML, with the cassette.</summary>
    public Task<Ran> ContractAsync(string yaml, params string[] more) =>
        Home.TakoAsync(["run", "--contract", Home.Write("contract.yaml", yaml), "--repo", Repository.Root, "--model", Model, .. more]);

    public void Dispose()
    {
        Home.Dispose();
        Repository.Dispose();
    }
}
