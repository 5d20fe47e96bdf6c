namespace Tako.Workspace.Repairs.Twitches.Python;

/// <summary>Names that Python programs commonly take from the standard library, and where from.</summary>
internal static class StandardNames
{
    private static readonly Dictionary<string, string> Homes = Read("""
        collections: Counter defaultdict deque namedtuple OrderedDict ChainMap
        collections.abc: Iterator MutableMapping
        dataclasses: dataclass field asdict replace
        datetime: timedelta timezone date
        decimal: Decimal ROUND_HALF_UP InvalidOperation
        enum: Enum IntEnum Flag auto
        fractions: Fraction
        functools: lru_cache partial reduce wraps cached_property total_ordering singledispatch cmp_to_key
        itertools: chain combinations permutations product groupby islice accumulate zip_longest count cycle starmap takewhile dropwhile
        contextlib: contextmanager suppress closing ExitStack redirect_stdout nullcontext asynccontextmanager
        operator: itemgetter attrgetter
        pathlib: Path PurePath PurePosixPath
        typing: Any Callable Dict Generic Iterable List Literal Mapping NamedTuple Optional
        typing: Protocol Sequence Set Tuple Type TypedDict TypeVar Union cast overload TYPE_CHECKING Final ClassVar
        abc: ABC abstractmethod
        io: StringIO BytesIO
        math: sqrt ceil floor log10 gcd factorial
        random: randint choice shuffle
        re: findall
        string: ascii_lowercase ascii_uppercase ascii_letters digits punctuation
        types: SimpleNamespace MappingProxyType ModuleType
        unittest: TestCase
        unittest.mock: Mock MagicMock patch
        urllib.parse: urlparse urlencode urljoin quote parse_qs
        uuid: uuid4 UUID
        copy: deepcopy
        bisect: bisect_left bisect_right insort
        heapq: heappush heappop heapify nlargest nsmallest
        statistics: mean median stdev
        tempfile: TemporaryDirectory NamedTemporaryFile
        textwrap: dedent
        threading: Thread Lock Event
        concurrent.futures: ThreadPoolExecutor ProcessPoolExecutor as_completed
        """);

    /// <summary>The line that brings a name in: a module of that name, or the module that a common name comes from;
    /// null for neither.</summary>
    public static (string Module, string? Name)? Home(string name, IReadOnlyCollection<string> modules) =>
        Homes.TryGetValue(name, out var home) ? (home, name) : modules.Contains(name) ? (name, null) : null;

    private static Dictionary<string, string> Read(string text) => text.Split('\n')
        .Select(line => line.Split(": "))
        .SelectMany(parts => parts[1].Split(' ').Select(name => (Name: name.Trim(), Home: parts[0].Trim())))
        .ToDictionary(each => each.Name, each => each.Home, StringComparer.Ordinal);
}
