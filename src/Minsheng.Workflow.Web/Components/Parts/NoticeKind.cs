namespace Minsheng.Workflow.Web.Components.Parts;

public enum NoticeKind
{
    Info,
    Done,
    Warning,
    Alarm,
}
