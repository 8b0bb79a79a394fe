using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Web.CommandLine;

internal static class Catalog
{
    public static ActivityCatalog All => ActivityCatalog.BuiltIn;
}
