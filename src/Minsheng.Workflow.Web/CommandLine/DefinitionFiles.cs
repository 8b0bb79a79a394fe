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
        if (!Directory.Exists(folder)) throw new UnreadableFileException($"没有文件夹“{folder}”，请检查路径。");
        return Among(Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal));
    }

    /// <summary>The definitions among these files.</summary>
    public static DefinitionFiles Among(IEnumerable<string> files)
    {
        var found = new DefinitionFiles();
        foreach (var file in files)
        {
            try { found.Add(Read(file)); }
            catch (Exception problem) when (problem is Engine.InvalidDefinitionException or UnreadableFileException) { continue; }
        }
        return found;
    }

    /// <summary>These, and where they have none the others.</summary>
    public DefinitionFiles And(DefinitionFiles others)
    {
        var both = new DefinitionFiles();
        both._definitions.AddRange([.. _definitions, .. others._definitions]);
        return both;
    }

    public static WorkflowDefinition Read(string file)
    {
        var name = Path.GetFileName(file);
        return ReadBytes(file, ElsaJson.MaxBytes + 3) is { } bytes
            ? ElsaJson.Read(bytes, name)
            : throw new Engine.InvalidDefinitionException(name, [new DefinitionProblem(null, "$", "too-large",
                $"文件超过上限 {ElsaJson.MaxBytes / 1024 / 1024} MB，请检查是否选错了文件。")]);
    }

    /// <returns>Null when there is more than that; what calls itself a file may never end.</returns>
    /// <exception cref="UnreadableFileException">It is missing, a folder, or cannot be read.</exception>
    public static byte[]? ReadBytes(string file, int limit)
    {
        if (Directory.Exists(file)) throw new UnreadableFileException($"“{file}”是文件夹，请写明其中的文件。");
        if (!File.Exists(file)) throw new UnreadableFileException($"没有文件“{file}”，请检查路径。");
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new MemoryStream();
            var chunk = new byte[64 * 1024];
            for (int read; (read = stream.Read(chunk)) > 0;)
            {
                bytes.Write(chunk, 0, read);
                if (bytes.Length > limit) return null;
            }
            return bytes.ToArray();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException($"文件“{file}”读不出来，请检查权限和磁盘。");
        }
    }

    public WorkflowDefinition? FindById(string definitionId) =>
        _definitions.Find(definition => definition.DefinitionId == definitionId) ?? _definitions.Find(definition => definition.Id == definitionId);

    public WorkflowDefinition? FindByActivityType(string type) =>
        _definitions.Find(definition => definition.UsableAsActivity && definition.ActivityType == type);
}

/// <summary>A file or folder named on the command line cannot be read.</summary>
internal sealed class UnreadableFileException(string message) : Exception(message);
