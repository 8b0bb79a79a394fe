using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Minsheng.Workflow.Runtime.Files;

/// <summary>Setting <c>Files:MaxMegabytes</c>: how big one uploaded file may be.</summary>
public sealed record FileLimit(int Megabytes)
{
    private const int Default = 10, Most = 25;

    public int Bytes => Megabytes * 1024 * 1024;

    /// <exception cref="RefusedException">The setting is no number in range.</exception>
    public static FileLimit Read(IConfiguration configuration)
    {
        var text = configuration["Files:MaxMegabytes"];
        if (string.IsNullOrWhiteSpace(text)) return new FileLimit(Default);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is >= 1 and <= Most
            ? new FileLimit(megabytes)
            : throw new RefusedException("bad-setting", $"设置 Files:MaxMegabytes 的值“{text}”不对，应为 1 到 {Most} 的整数（兆字节）。");
    }
}
