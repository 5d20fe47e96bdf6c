using Tako.Arms.Judging.Facts;

namespace Tako.Tests.Arms.Facts;

public sealed class SplittingTests
{
    [Theory]
    [InlineData("It is 3.5 m long. It weighs 2 kg.", "It is 3.5 m long.|It weighs 2 kg.")]
    [InlineData("Tools, e.g. linters, run first. Mr. Fox reads on.", "Tools, e.g. linters, run first.|Mr. Fox reads on.")]
    [InlineData("It was made on 2 Jan. 2026. It works.", "It was made on 2 Jan. 2026.|It works.")]
    [InlineData("Really?! \"Yes.\" So it is", "Really?!|\"Yes.\"|So it is")]
    [InlineData("See price.py and v1.2.3. Then stop.", "See price.py and v1.2.3.|Then stop.")]
    [InlineData("Limits:\n- five jobs\n- 10. of May\n2) two pools\n", "Limits:|five jobs|10. of May|two pools")]
    [InlineData("a line that is\nwrapped by hand\n\nthe next", "a line that is wrapped by hand|the next")]
    [InlineData("RATE = 5\nLIMIT = 8\nretries: 3\npool: 4", "RATE = 5|LIMIT = 8|retries: 3|pool: 4")]
    [InlineData(" \n\t ", "")]
    public void Sentences_end_where_a_reader_would_end_them(string text, string sentences) =>
        string.Join('|', Sentences.Of(text, 100)).ShouldBe(sentences);

    [Theory]
    [InlineData("The queue is full and the pool has 4 workers.", "The queue is full|the pool has 4 workers.")]
    [InlineData("The queue is full, but takes 4 more.", "The queue is full|The queue takes 4 more.")]
    [InlineData("Red and blue are colours.", "Red and blue are colours.")]
    [InlineData("It takes between 5 and 10 ms and is safe.", "It takes between 5 and 10 ms|It is safe.")]
    [InlineData("The queue is full; no worker is free.", "The queue is full|no worker is free.")]
    [InlineData(";;;", "")]
    public void Clauses_with_a_verb_of_their_own_stand_alone(string sentence, string clauses) =>
        string.Join('|', Clauses.Of(sentence).Select(clause => clause.Text)).ShouldBe(clauses);
}
