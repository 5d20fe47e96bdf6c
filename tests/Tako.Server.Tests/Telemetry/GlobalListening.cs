namespace Tako.Server.Tests.Telemetry;

/// <summary>Whoever listens to meters and sources hears the whole process: these tests run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlobalListening
{
    public const string Name = "listening to the whole process";
}
