using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.CSharp;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses.CSharp;

/// <summary>A library and a program over it, without packages, so that nothing needs restoring.</summary>
internal sealed class SmallSolution : IDisposable
{
    public const string Library = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
          </PropertyGroup>
        </Project>
        """;

    public const string Program = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><OutputType>Exe</OutputType>
          </PropertyGroup>
          <ItemGroup><ProjectReference Include="..\Shop\Shop.csproj" /></ItemGroup>
        </Project>
        """;

    public const string Basket = """
        namespace Shop;

        public class Basket
        {
            private readonly List<decimal> _prices = [];
            public void Put(decimal price) => _prices.Add(price);
            public decimal Sum() { return _prices.Sum(); }
            public virtual string Label => "basket";
        }
        """;

    public const string Till = """
        namespace Shop;

        public sealed class Till(Basket basket)
        {
            public string Receipt() => $"{basket.Sum():0.00}";
        }
        """;

    public const string Crate = """
        namespace Shop;

        public sealed class Crate : Basket
        {
            public override string Label => "crate";
        }
        """;

    public const string Main = """
        using Shop;
        var basket = new Basket();
        basket.Put(2);
        Console.WriteLine(basket.Sum());
        """;

    private readonly TempRepository _repository = new(("Shop/Shop.csproj", Library), ("Shop/Basket.cs", Basket), ("Shop/Till.cs", Till),
        ("Shop/Crate.cs", Crate), ("App/App.csproj", Program), ("App/Program.cs", Main));

    public SmallSolution(params (string Path, string Content)[] more)
    {
        foreach (var (path, content) in more)
            _repository.Put(path, content);
        Reopen();
    }

    public Shadow Start { get; private set; } = null!;

    public CSharpWorkspace Workspace { get; private set; } = null!;

    public CSharpSense Sense { get; private set; } = null!;

    public CSharpParseSense Parse { get; private set; } = null!;

    public string Root => _repository.Root;

    public void Put(string path, string content) => _repository.Put(path, content);

    /// <summary>A limb that begins with what lies on disk now.</summary>
    public void Reopen(CSharpOptions? options = null)
    {
        Start = _repository.Open();
        Workspace = CSharpWorkspace.Open(Start, options);
        (Sense, Parse) = (new CSharpSense(Workspace), new CSharpParseSense(Workspace));
    }

    public async Task<IReadOnlyList<Pain>> PainsAsync(Shadow shadow)
    {
        var feeling = await Sense.FeelAsync(shadow, TestContext.Current.CancellationToken);
        return feeling switch
        {
            Feeling.Hurt hurt => hurt.Pains,
            Feeling.Well => [],
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    public Task<IReadOnlyList<Pain>> PainsAsync(string path, string content) => PainsAsync(Start.With(path, content));

    public async Task<string> NumbAsync(Shadow shadow) =>
        (await Sense.FeelAsync(shadow, TestContext.Current.CancellationToken)).ShouldBeOfType<Feeling.Numb>().Why;

    public void Dispose() => _repository.Dispose();
}
