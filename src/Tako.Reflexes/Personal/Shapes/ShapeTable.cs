namespace Tako.Reflexes.Personal.Shapes;

/// <summary>
/// All written forms, by the lengths of their first two words: a number in a text is held against the few forms that can begin so.
/// </summary>
internal sealed class ShapeTable
{
    private const int Longest = 32;
    private readonly Shape[][] _single;
    private readonly Shape[][] _pairs;
    private readonly Shape[][] _leading;

    public ShapeTable(IEnumerable<Rule> rules)
    {
        var all = rules.SelectMany(Shape.Of).Where(static one => one.First < Longest && one.Second < Longest).ToList();
        _single = Table(2 * Longest, all.Where(static one => !one.Separated), static one => one.First);
        _pairs = Table(2 * Longest * Longest, all.Where(static one => one.Separated && !one.LettersFirst), Pair);
        _leading = Table(2 * Longest * Longest, all.Where(static one => one.LettersFirst), Pair);
    }

    /// <summary>Tries the forms that begin at a word with a digit in it.</summary>
    public void Scan(in Scene scene, int start, int end)
    {
        var text = scene.Text;
        var first = end - start;
        if (first >= Longest)
            return;
        var digit = Letters.IsDigit(text[start]) ? 1 : 0;
        if (!Begins(text, start))
        {
            Leading(scene, start, 2);
            return;
        }

        foreach (var shape in _single[(digit * Longest) + first])
            Try(scene, shape, start);
        if (Second(text, end) is var second and > 0)
        {
            foreach (var shape in _pairs[(((digit * Longest) + first) * Longest) + second])
                Try(scene, shape, start);
        }

        Leading(scene, start, 2);
    }

    /// <summary>Forms that may begin right after a letter.</summary>
    public void Glued(in Scene scene, int start, int end)
    {
        foreach (var shape in end - start < Longest ? _single[Longest + end - start] : [])
        {
            if (shape.Rule.Glued && shape.Fits(scene.Text, start))
                Judge(scene, shape, start);
        }
    }

    // Forms whose first word is of letters: HH AB 1234 begins up to two words before its digits.
    private void Leading(in Scene scene, int start, int depth)
    {
        var text = scene.Text;
        if (depth == 0 || start < 2 || !(text[start - 1] is ' ' or '-' or '_' or '.' or '/'))
            return;
        var from = start - 1;
        while (from > 0 && start - 1 - from <= 3 && Letters.IsLetter(text[from - 1])
            && (text[start - 1] != ' ' || Letters.IsCapital(text[from - 1])))
            from--;
        var first = start - 1 - from;
        if (first is 0 or > 3 || !Begins(text, from) || (first == 1 && text[from] == 'I' && text[start - 1] == ' '))
            return;
        foreach (var shape in Second(text, start - 1) is var second and > 0 ? _leading[(first * Longest) + second] : [])
            Try(scene, shape, from);
        Leading(scene, from, depth - 1);
    }

    private static void Try(in Scene scene, Shape shape, int start)
    {
        if (shape.Fits(scene.Text, start) && Ends(scene.Text, start, shape.Length))
            Judge(scene, shape, start);
    }

    private static void Judge(in Scene scene, Shape shape, int start)
    {
        var rule = shape.Rule;
        if (rule.Check is { } check)
        {
            Span<char> compact = stackalloc char[64];
            if (!check(compact[..Compact(scene.Text.Slice(start, shape.Length), compact)]))
                return;
        }

        if (rule.Capitals && scene.Text.Slice(start, shape.Length).ContainsAnyInRange('a', 'z'))
            scene.Put(start, start + shape.Length, rule.Kind, rule.Alone);
        else
            scene.Add(start, start + shape.Length, rule.Kind, rule.Alone);
    }

    // A value is no part of a longer word, and none of a longer number with the same separators.
    private static bool Begins(ReadOnlySpan<char> text, int start) => !Letters.WordAt(text, start - 1)
        && !(Letters.At(text, start - 1) is '.' or '-' or '/' or '+' && Letters.AlnumAt(text, start - 2) && Letters.IsDigit(text[start]));

    private static bool Ends(ReadOnlySpan<char> text, int start, int length)
    {
        var end = start + length;
        if (Letters.WordAt(text, end))
            return false;
        if (Letters.At(text, end) is '.' or '-' or '/' && Letters.DigitAt(text, end + 1))
            return false;
        return !(Letters.At(text, start - 1) == ',' && Letters.DigitAt(text, start - 2) && length <= 7);
    }

    private static int Compact(ReadOnlySpan<char> value, Span<char> into)
    {
        var count = 0;
        foreach (var letter in value)
        {
            if (Letters.IsAlnum(letter))
                into[count++] = letter is >= 'a' and <= 'z' ? (char)(letter - 32) : letter;
        }

        return count;
    }

    private static int Second(ReadOnlySpan<char> text, int separator)
    {
        if (separator + 1 >= text.Length || text[separator] is not (' ' or '-' or '.' or '/' or ':' or '_' or '+'))
            return 0;
        var to = separator + 1;
        while (to < text.Length && to - separator <= Longest && Letters.IsAlnum(text[to]))
            to++;
        var length = to - separator - 1;
        return length < Longest ? length : 0;
    }

    private static int Pair(Shape shape) => (shape.First * Longest) + shape.Second;

    // Forms by their place: those that may begin with a letter in the first half, with a digit in the second.
    private static Shape[][] Table(int size, IEnumerable<Shape> shapes, Func<Shape, int> place)
    {
        var lists = new List<Shape>[size];
        foreach (var shape in shapes)
        {
            if (shape.StartsWithLetter)
                (lists[place(shape)] ??= []).Add(shape);
            if (shape.StartsWithDigit)
                (lists[(size / 2) + place(shape)] ??= []).Add(shape);
        }

        return [.. lists.Select(static list => list is null ? [] : list.ToArray())];
    }
}
