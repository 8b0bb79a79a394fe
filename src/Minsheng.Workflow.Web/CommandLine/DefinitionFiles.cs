using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary>Definitions read from files, found by id or by the type they are used as.</summary>
internal sealed class DefinitionFiles : IDefinitionSource
{
    private readonly List<WorkflowDefinition> _definitions = [];

    public void Add(WorkflowDefinition definition) => _definitions.Add(definition);

    public static DefinitionFiles Beside(string file) => In(Path.GetDirectoryName(Path.GetFullPath(file))!);

    /// <summary>Every definition of a folder. Files that are none are simply not found; naming what is wrong with them is their own check.</summary>
    public static DefinitionFiles In(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"没有文件夹“{folder}”，请检查路径。");
        var found = new DefinitionFiles();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try { found.Add(Read(file)); }
            catch (Engine.InvalidDefinitionException) { continue; }
        }
        return found;
    }

    public static WorkflowDefinition Read(string file)
    {
        var info = new FileInfo(file);
        if (!info.Exists) throw new FileNotFoundException($"没有文件“{file}”，请检查路径。");
        if (info.Length > ElsaJson.MaxBytes + 3L)
            throw new Engine.InvalidDefinitionException(info.Name, [new DefinitionProblem(null, "$", "too-large",
                $"文件有 {info.Length / 1024 / 1024} MB，超过上限 {ElsaJson.MaxBytes / 1024 / 1024} MB，请检查是否选错了文件。")]);
        return ElsaJson.Read(File.ReadAllBytes(file), info.Name);
    }

    public WorkflowDefinition? FindById(string definitionId) =>
        _definitions.Find(definition => definition.DefinitionId == definitionId) ?? _definitions.Find(definition => definition.Id == definitionId);

    public WorkflowDefinition? FindByActivityType(string type) =>
        _definitions.Find(definition => definition.UsableAsActivity && definition.ActivityType == type);
}
