namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Outcomes of the shipped steps as people say them.</summary>
public static class OutcomeWords
{
    /// <summary>Null for the plain end of a step, and for words a definition made up.</summary>
    public static string? Of(string outcome) => outcome switch
    {
        "Timeout" => "逾期",
        "Approved" => "通过",
        "Rejected" => "不通过",
        "Returned" => "退回",
        "TooFew" => "数量不足",
        "Adopted" => "票决产生",
        "Shortfall" => "名额不足",
        "Void" => "票决无效",
        "Due" => "到期",
        "Ended" => "到头",
        "Satisfied" => "满意",
        "Basically" => "基本满意",
        "Unsatisfied" => "不满意",
        "True" => "是",
        "False" => "否",
        "Default" => "其他",
        _ => null,
    };
}
