using System.Text;
using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Tests.Ballots;

public class EnvelopeTests
{
    private const int FewIterations = 10;
    private static readonly EnvelopeKey Chair = EnvelopeKey.Create("主持人 票箱口令", FewIterations);
    private static readonly EnvelopeKey Scrutineer = EnvelopeKey.Create("总监票人 Passphrase1", FewIterations);

    [Fact]
    public void What_is_sealed_opens_with_its_key_only()
    {
        var content = Encoding.UTF8.GetBytes("一张票");
        var envelope = Envelope.Seal(content, Chair.PublicKey, 64);
        using var chair = EnvelopeKey.Unlock(Chair.LockedPrivateKey, "主持人 票箱口令");
        using var scrutineer = EnvelopeKey.Unlock(Scrutineer.LockedPrivateKey, "总监票人 Passphrase1");

        Envelope.Open(envelope, chair).ShouldBe(content);
        Should.Throw<BallotException>(() => Envelope.Open(envelope, scrutineer)).Message.ShouldContain("密封的票已损坏");
    }

    [Fact]
    public void A_wrong_passphrase_is_expected_and_says_so() =>
        Should.Throw<WrongPassphraseException>(() => EnvelopeKey.Unlock(Chair.LockedPrivateKey, "主持人票箱口令"))
            .Message.ShouldBe("口令不正确，票箱没有打开，请重新输入。");

    [Fact]
    public void Full_width_letters_of_an_input_method_open_the_same_lock()
    {
        using var key = EnvelopeKey.Unlock(Scrutineer.LockedPrivateKey, "总监票人　Ｐａｓｓｐｈｒａｓｅ１");

        key.PublicKey.ShouldBe(Scrutineer.PublicKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_box_needs_a_passphrase(string passphrase) =>
        Should.Throw<BallotException>(() => EnvelopeKey.Create(passphrase, FewIterations)).Message.ShouldBe("请设置票箱口令。");

    [Fact]
    public void Every_damaged_byte_of_a_locked_key_is_noticed()
    {
        for (var i = 0; i < Chair.LockedPrivateKey.Length; i++)
        {
            var damaged = Chair.LockedPrivateKey.ToArray();
            damaged[i] ^= 1;
            var refusal = Should.Throw<Exception>(() => EnvelopeKey.Unlock(damaged, "主持人 票箱口令"), $"byte {i}");
            (refusal is BallotException or WrongPassphraseException).ShouldBeTrue($"byte {i}: {refusal}");
        }
        Should.Throw<BallotException>(() => EnvelopeKey.Unlock([1, 2, 3], "x"));
    }

    [Fact]
    public void Every_damaged_byte_of_an_envelope_is_noticed()
    {
        var envelope = Envelope.Seal([1, 2, 3], Chair.PublicKey, 8);
        using var chair = EnvelopeKey.Unlock(Chair.LockedPrivateKey, "主持人 票箱口令");
        for (var i = 0; i < envelope.Length; i++)
        {
            var damaged = envelope.ToArray();
            damaged[i] ^= 1;
            Envelope.TryOpen(damaged, chair, out _).ShouldBeFalse($"byte {i}");
        }
    }

    [Fact]
    public void The_size_tells_nothing_and_no_two_envelopes_are_alike()
    {
        var envelopes = new byte[][] { [], [1], [.. Enumerable.Repeat((byte)7, 40)], [1] }
            .Select(content => SealedBox.Seal(content, Chair.PublicKey, Scrutineer.PublicKey, 40)).ToList();

        envelopes.Select(envelope => envelope.Length).Distinct().ShouldHaveSingleItem();
        envelopes.Select(Convert.ToHexString).Distinct().Count().ShouldBe(4);
        Should.Throw<ArgumentOutOfRangeException>(() => Envelope.Seal(new byte[41], Chair.PublicKey, 40));
    }

    [Fact]
    public void Neither_keeper_opens_a_slip_alone()
    {
        var slip = SealedBox.Seal([1, 2, 3], Chair.PublicKey, Scrutineer.PublicKey, 8);
        using var chair = EnvelopeKey.Unlock(Chair.LockedPrivateKey, "主持人 票箱口令");
        using var scrutineer = EnvelopeKey.Unlock(Scrutineer.LockedPrivateKey, "总监票人 Passphrase1");

        SealedBox.OpenAll([slip], chair, chair).Unreadable.ShouldBe(1);
        SealedBox.OpenAll([slip], scrutineer, scrutineer).Unreadable.ShouldBe(1);
        SealedBox.OpenAll([slip], chair, scrutineer).Contents.ShouldHaveSingleItem().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_box_opens_completely_in_another_order_and_counts_the_damaged()
    {
        var slips = Enumerable.Range(0, 60).Select(i => SealedBox.Seal([(byte)i], Chair.PublicKey, Scrutineer.PublicKey, 8)).ToList();
        slips.Add([0, 1, 2]);
        using var chair = EnvelopeKey.Unlock(Chair.LockedPrivateKey, "主持人 票箱口令");
        using var scrutineer = EnvelopeKey.Unlock(Scrutineer.LockedPrivateKey, "总监票人 Passphrase1");

        var box = SealedBox.OpenAll(slips, chair, scrutineer);

        var order = box.Contents.Select(content => (int)content[0]).ToList();
        order.Order().ShouldBe(Enumerable.Range(0, 60));
        order.ShouldNotBe(Enumerable.Range(0, 60), "60 slips in casting order by chance is impossible");
        box.Unreadable.ShouldBe(1);
    }

    [Fact]
    public void Slips_of_one_ballot_have_one_length_and_come_back_whole()
    {
        var random = new Random(7);
        for (var candidates = 0; candidates <= 255; candidates++)
        {
            var slip = new Slip([.. Enumerable.Range(0, candidates).Select(_ => (BallotMark)random.Next(5))], Receipt: ReceiptCode.New());

            var bytes = SlipEncoding.Encode(slip);

            bytes.Length.ShouldBe(SlipEncoding.Length(candidates));
            SlipEncoding.TryDecode(bytes, out var read).ShouldBeTrue();
            read!.Marks.ShouldBe(slip.Marks);
            read.Receipt.ShouldBe(slip.Receipt);
        }
    }

    [Fact]
    public void Bytes_that_are_no_slip_are_refused()
    {
        var bytes = SlipEncoding.Encode(new Slip([BallotMark.For, BallotMark.For, BallotMark.For], Receipt: "ABC234"));

        SlipEncoding.TryDecode([], out _).ShouldBeFalse();
        SlipEncoding.TryDecode(bytes.AsSpan(1), out _).ShouldBeFalse();
        SlipEncoding.TryDecode([.. bytes, 0], out _).ShouldBeFalse();
        SlipEncoding.TryDecode([bytes[0], bytes[1], 0x0F, .. bytes[3..]], out _).ShouldBeFalse();
        SlipEncoding.TryDecode([.. bytes[..^1], (byte)'0'], out _).ShouldBeFalse();
        Should.Throw<BallotException>(() => SlipEncoding.Encode(Slip.Blank(3)));
    }

    [Fact]
    public void Receipt_codes_avoid_letters_that_look_alike()
    {
        var codes = Enumerable.Range(0, 500).Select(_ => ReceiptCode.New()).ToList();

        codes.ShouldAllBe(code => code.Length == 6 && !code.Any(letter => "01OIL".Contains(letter)));
        codes.Distinct().Count().ShouldBeGreaterThan(498);
    }
}
