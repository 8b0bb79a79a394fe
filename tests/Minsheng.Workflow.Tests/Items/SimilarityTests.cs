using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Tests.Items;

public sealed class SimilarityTests
{
    private static readonly Suggestion[] Received =
    [
        new("142", "彰东街道背街小巷路灯加装", "彰东街道后崇义等6条背街小巷没有路灯，夜间出行不安全。", "彰东街道", "市政建设"),
        new("156", "后崇义一带夜间照明不足", "后崇义夜间照明不足，老人出行不便，请加装。", "彰东街道", "市政建设"),
        new("203", "后崇义小区门口装几盏路灯", "后崇义小区门口到主路没有路灯，晚上看不见路。", "彰东街道", "市政建设"),
        new("219", "老旧小区加装电梯补贴", "六层以上老旧小区加装电梯，政府给予补贴。", "洹北街道", "住房保障"),
        new("221", "社区食堂延长供餐到晚间", "社区食堂只供午餐，上班家庭老人晚饭没着落。", "灯塔路街道", "健康养老"),
        new("222", "灯塔路社区食堂增加晚餐", "老人晚饭不好解决，希望食堂晚上也开。", "灯塔路街道", "健康养老"),
        new("224", "豆腐营街道口袋公园", "利用边角地建口袋公园，供居民休息。", "豆腐营街道", "环境治理"),
        new("230", "中小学周边临时停车位", "上下学接送车辆乱停，划设临时停车位。", "红旗路街道", "交通出行"),
        new("231", "红旗路小学门口接送停车难", "放学时段车停在马路上，建议划临时停车泊位。", "红旗路街道", "交通出行"),
        new("238", "社区卫生站增加中医理疗", "增加中医理疗设备和人员。", "曙光路街道", "医疗卫生"),
        new("241", "洹河沿岸步道防滑改造", "步道雨天湿滑，老人摔倒。", "洹北街道", "市政建设"),
        new("249", "柏庄镇农贸市场改造", "摊位破旧，排水不畅。", "柏庄镇", "便民服务"),
        new("250", "曙光路农贸市场提升", "改造摊位、排水和消防设施。", "曙光路街道", "便民服务"),
        new("260", "营盘镇秦丰村口安装路灯", "村口到学校路段没有路灯。", "营盘镇", "市政建设"),
    ];

    [Fact]
    public void The_same_matter_in_other_words_is_found()
    {
        var pairs = Numbers(Received);

        pairs.ShouldBe([("142", "156"), ("142", "203"), ("156", "203"), ("221", "222"), ("230", "231")], ignoreOrder: true);
    }

    [Fact]
    public void The_same_wish_for_another_place_is_another_matter()
    {
        var wishes = new[] { "彰东街道", "柏庄镇", "洹北街道", "彰北街道" }
            .Select(place => new Suggestion(place, $"{place}路灯修复和增设", "更换损坏路灯，在背街小巷增设节能路灯。", place, "市政建设")).ToList();

        Numbers(wishes).ShouldBeEmpty();
        Numbers([.. wishes, wishes[1] with { Id = "again", Title = "柏庄镇增设路灯" }]).ShouldBe([("柏庄镇", "again")]);
    }

    [Fact]
    public void A_village_of_the_town_may_be_the_same_place_and_everywhere_is_no_place()
    {
        var town = new Suggestion("town", "农村饮水管网改造", "更换老化管道，解决冬天停水。", "营盘镇", "饮水安全");

        Numbers([town, town with { Id = "village", Title = "饮水管网更换", Place = "营盘镇秦丰村" }]).Count.ShouldBe(1);
        Numbers([town, town with { Id = "county", Place = "全县" }]).Count.ShouldBe(1);
        Numbers([town, town with { Id = "unsaid", Place = "" }]).Count.ShouldBe(1);
    }

    [Fact]
    public void A_new_suggestion_is_compared_before_it_is_handed_in()
    {
        var found = new Similarity(Received).To(new Suggestion("", "后崇义路口没有路灯", "晚上太黑，请装路灯。", "彰东街道后崇义", ""), most: 2);

        found.Select(match => match.Id).ShouldBe(["203", "156"], ignoreOrder: true);
        found.ShouldAllBe(match => match.Likeness >= Similarity.Threshold && match.Likeness <= 1);
        new Similarity(Received).To(Received[0], most: 5).ShouldNotContain(match => match.Id == "142", "it is not similar to itself");
        new Similarity([]).To(Received[0], most: 5).ShouldBeEmpty();
        new Similarity([new Suggestion("blank", "", "", "", "")]).Pairs().ShouldBeEmpty();
    }

    [Fact]
    public void A_group_holds_what_resembles_its_first_and_nothing_twice()
    {
        SimilarPair[] chain = [new(0, 1, .9), new(1, 2, .8), new(2, 3, .7)];

        Similarity.Groups(Received, chain).Select(group => string.Join(',', group.Ids)).ShouldBe(["142,156", "203,219"]);
        Similarity.Groups(Received, []).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("国道旁人行道改造", "在国道两侧铺设人行道。", 12, "可能不属于本级事权（写有“国道”），请核对。")]
    [InlineData("解决某单位家属院围墙修缮", "围墙倒塌。", 12, "可能只解决个别单位或个人的需求（写有“家属院”），请核对。")]
    [InlineData("社区食堂", "供午餐。", null, "没有投资概算，请在意见中写明资金怎么落实。")]
    public void Wording_that_touches_an_exclusion_criterion_is_pointed_out(string title, string content, int? amount, string caution) =>
        ItemCautions.Of(title, content, amount).ShouldBe([caution]);

    [Fact]
    public void An_ordinary_matter_has_no_cautions() => ItemCautions.Of("社区食堂", "为老人供午餐。", 10).ShouldBeEmpty();

    [Fact]
    public void Words_two_suggestions_share_are_marked()
    {
        var stretches = SharedWords.Mark("后崇义夜间照明不足。", "彰东街道后崇义等小巷没有路灯，夜间出行不便。");

        stretches.ShouldBe([new("后崇义夜间", true), new("照明不足。", false)]);
        string.Concat(SharedWords.Mark("建设<script>", "建设<script>").Select(stretch => stretch.Text)).ShouldBe("建设<script>");
        SharedWords.Mark("", "甲乙").ShouldBeEmpty();
    }

    private static List<(string, string)> Numbers(IReadOnlyList<Suggestion> all) =>
        [.. new Similarity(all).Pairs().Select(pair => (all[pair.First].Id, all[pair.Second].Id))];
}
