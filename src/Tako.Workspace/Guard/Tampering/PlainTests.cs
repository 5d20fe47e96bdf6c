using System.Text.RegularExpressions;

namespace Tako.Workspace.Guard.Tampering;

/// <summary>Reads tests in other languages than C# by their words, with comments and strings blanked.</summary>
internal static partial class PlainTests
{
    public static TestProfile Read(string text, string extension)
    {
        var code = CodeMask.Of(text, extension, strings: true);
        var spoken = CodeMask.Of(text, extension, strings: false);
        var starts = Case().Matches(code).Select(match => match.Index).ToList();
        var perCase = new Dictionary<string, int>();
        var returns = 0;
        for (var index = 0; index < starts.Count; index++)
        {
            var body = code[starts[index]..(index + 1 < starts.Count ? starts[index + 1] : code.Length)];
            // The name of the test may be a string, so it is read where strings are.
            var name = spoken.AsSpan(starts[index]).TrimStart();
            name = name[..(name.IndexOf('\n') is var end and >= 0 ? end : name.Length)].TrimEnd();
            var claims = Assertion().Matches(body);
            perCase[name.ToString()] = perCase.GetValueOrDefault(name.ToString()) + claims.Count;
            returns += claims.Count == 0 ? BareReturn().Count(body) : BareReturn().Count(body[..claims[^1].Index]);
        }

        return new TestProfile
        {
            Cases = starts.Count + Row().Count(code),
            Skips = Skip().Count(code),
            Assertions = Assertion().Count(code),
            Exact = Exact().Count(code),
            Tautologies = Tautology().Count(spoken),
            Swallowed = Swallowed().Count(code),
            Returns = returns,
            PerCase = perCase,
        };
    }

    [GeneratedRegex(@"^[ \t]*(?:async[ \t]+)?def[ \t]+test\w*|\b(?:it|test|specify)[ \t]*(?:\.each\b[^\n]*)?\(|" +
        @"^func[ \t]+(?:Test|Fuzz)\w*|" +
        @"@(?:Test|ParameterizedTest|RepeatedTest)\b|#\[(?:\w+::)?test\b|^[ \t]*(?:public[ \t]+)?function[ \t]+test\w*|" +
        @"^[ \t]*(?:TEST|TEST_F|TEST_CASE)\(",
        RegexOptions.Multiline)]
    private static partial Regex Case();

    [GeneratedRegex(@"@(?:ValueSource|CsvSource|MethodSource|EnumSource)\b|@pytest\.mark\.parametrize|\bt\.Run\(")]
    private static partial Regex Row();

    [GeneratedRegex(@"\bmark\.(?:skip|skipif|xfail)\b|\bpytest\.(?:skip|xfail)\(|\bunittest\.(?:skip\w*|expectedFailure)|\bskipTest\(|" +
        @"\.(?:skip|only|todo|failing)\b[ \t]*[(.]|\b(?:xit|xdescribe|xtest|fit|fdescribe|xcontext)\(|\bt\.(?:Skip\w*)\(|#\[ignore|" +
        @"@(?:Disabled|Ignore)\b|\bimportorskip\(|\bmarkTestSkipped\(|\bGTEST_SKIP\(|\bDISABLED_\w+|\bpending\(|" +
        @"\bif[ \t]*\(?[ \t]*(?:false|False|0)[ \t]*[):]|\braise[ \t]+(?:unittest\.)?SkipTest\b", RegexOptions.IgnoreCase)]
    private static partial Regex Skip();

    [GeneratedRegex(@"\b(?:assert\w*|expect\w*|should\w*|verify\w*|EXPECT_\w+|ASSERT_\w+|REQUIRE\w*|CHECK\w*)[ \t]*[!(.\s]|" +
        @"\brequire\.\w+\(|" +
        @"\bt\.(?:Error|Fatal|Fail)\w*\(|\bpytest\.raises\(", RegexOptions.IgnoreCase)]
    private static partial Regex Assertion();

    [GeneratedRegex(@"\bassert(?:Equals?|_equal|_eq|Same|ListEqual|DictEqual|CountEqual|Raises\w*|ThrowsExactly|Throws)\b|" +
        @"\bassert\.(?:strictEqual|deepEqual|deepStrictEqual|equal|Equal|Same)\b|" +
        @"\.to(?:Be|Equal|StrictEqual|MatchObject|Throw\w*)\(|\.(?:eq|eql|equal|deep)\(|" +
        @"\bassert\b[^\n]*==|\bEXPECT_EQ\b|\bASSERT_EQ\b|\brequire\.Equal\(", RegexOptions.IgnoreCase)]
    private static partial Regex Exact();

    [GeneratedRegex(@"^[ \t]*assert[ \t]+(?:True|1|not[ \t]+False|not[ \t]+None)[ \t]*(?:,.*)?$|" +
        @"\bassert(?:\.ok|True|_true|\.isTrue|\.True)?!?\([ \t]*(?:true|1)[ \t]*[,)]|" +
        @"\bassert(?:False|_false|\.isFalse|\.False)\([ \t]*false[ \t]*[,)]|" +
        @"\b(?:assert(?:Equals?|_equal|_eq|Is|Same)!?|assert\.(?:equal|strictEqual|deepEqual|deepStrictEqual|Equal))" +
        @"\([ \t]*(?:t,[ \t]*)?([^,()\s]+)[ \t]*,[ \t]*\1[ \t]*[,)]|" +
        @"\bexpect\([ \t]*([^()\s]+)[ \t]*\)\.to(?:Be|Equal|StrictEqual)\([ \t]*\2[ \t]*\)|" +
        @"\bexpect\([ \t]*true[ \t]*\)\.to(?:BeTruthy|\.be\.true)|" +
        @"^[ \t]*assert[ \t]+([^\s=()]+)[ \t]*==[ \t]*\3[ \t]*$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Tautology();

    [GeneratedRegex(@"\bexcept\b[^\n:]*:[ \t]*(?:\r?\n[ \t]*)?(?:pass|\.\.\.|continue|return)\b|\bcatch[ \t]*(?:\([^)]*\))?[ \t]*\{\s*\}|" +
        @"\bcontextlib\.suppress\(|\.catch\(\s*\(?\w*\)?\s*=>\s*\{\s*\}\s*\)|\brescue\b[^\n]*\n\s*(?:nil\s*)?end\b")]
    private static partial Regex Swallowed();

    [GeneratedRegex(@"^[ \t]+return[ \t]*;?[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex BareReturn();
}
