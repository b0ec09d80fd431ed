<#
Tries on a real Windows what could only be tried under Wine where rdpmend was made. It takes two minutes, and its report names
neither you nor your PC: post it back.

    powershell -ExecutionPolicy Bypass -File selftest.ps1 [-Programs FOLDER] [-Elevate]

Programs   the folder of rdpmend.exe and rdpmend-cli.exe (default: where this script lies)
Elevate    also has Windows ask for an administrator's consent: once to decline, then twice to accept. It sets the client's
           licences of Remote Desktop aside (F401), and puts them back, with all else that rdpmend ever changed on this PC.

Without it one setting of yours is changed (F501, the transport to Remote Desktop gateways), and put back.

Written for Windows PowerShell 5.1. It was never run by those who wrote it, who have no Windows.
#>
param(
    [string] $Programs = $PSScriptRoot,
    [switch] $Elevate
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

$cli = Join-Path $Programs 'rdpmend-cli.exe'
$wizard = Join-Path $Programs 'rdpmend.exe'
$broker = Join-Path $Programs 'rdpmend-broker.exe'
$client = 'HKCU\Software\Microsoft\Terminal Server Client'
$licences = 'HKLM\SOFTWARE\Microsoft\MSLicensing'
$work = Join-Path ([System.IO.Path]::GetTempPath()) ('rdpmend-selftest-' + [guid]::NewGuid().ToString('N'))
$report = New-Object System.Collections.Generic.List[string]

# Names of the person, the PC and the domain, and whatever identifies an account, are taken out of every line.
function Hide([string] $Text) {
    foreach ($name in $env:USERNAME, $env:COMPUTERNAME, $env:USERDOMAIN, $env:USERDNSDOMAIN) {
        if ($name) { $Text = $Text -replace [regex]::Escape($name), '(hidden)' }
    }
    return ($Text -replace 'S-1-5-21(-\d+)+', 'S-1-5-21-(hidden)')
}

function Say([string] $Line) {
    $hidden = Hide $Line
    $script:report.Add($hidden)
    Write-Host $hidden
}

# One finding of the test: PASS, FAIL with what was seen, or SKIP with the reason.
function Test([string] $Name, [scriptblock] $Body) {
    try {
        $seen = & $Body
        if ($seen) { Say ("PASS  {0}: {1}" -f $Name, ($seen -join '; ')) } else { Say ("PASS  {0}" -f $Name) }
    } catch {
        $message = $_.Exception.Message
        if ($message.StartsWith('SKIP ')) { Say ("SKIP  {0}: {1}" -f $Name, $message.Substring(5)) }
        else { Say ("FAIL  {0}: {1}" -f $Name, $message) }
    }
}

function Skip([string] $Reason) { throw "SKIP $Reason" }
function Assert([bool] $Condition, [string] $Otherwise) { if (-not $Condition) { throw $Otherwise } }

# Runs a program in a folder; its status and what it said.
function Invoke-Program([string] $Path, [string[]] $Arguments, [string] $Folder = $work) {
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = $Path
    $start.Arguments = ($Arguments | ForEach-Object { '"' + $_ + '"' }) -join ' '
    $start.WorkingDirectory = $Folder
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = [System.Text.Encoding]::UTF8
    $start.StandardErrorEncoding = [System.Text.Encoding]::UTF8
    $process = [System.Diagnostics.Process]::Start($start)
    $said = $process.StandardOutput.ReadToEndAsync()
    $complaint = $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit(90000)) { $process.Kill(); throw 'did not end within 90 seconds' }
    return New-Object PSObject -Property @{ Status = $process.ExitCode; Said = $said.Result; Complaint = $complaint.Result }
}

# The key as reg.exe writes it down, or nothing when there is no such key.
function Export-Key([string] $Key, [string] $File) {
    $path = Join-Path $work $File
    & "$env:SystemRoot\System32\reg.exe" export $Key $path /y 2>&1 | Out-Null
    if (Test-Path -LiteralPath $path) { return [System.IO.File]::ReadAllText($path) }
    return ''
}

New-Item -ItemType Directory -Path $work | Out-Null
try {
    $system = Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    Say ("Windows build {0}.{1}, PowerShell {2}" -f $system.CurrentBuildNumber, $system.UBR, $PSVersionTable.PSVersion)
    $principal = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
    $elevated = $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
    Say ("started as administrator: {0}" -f $elevated)

    Test 'files' {
        foreach ($path in $cli, $wizard) { Assert (Test-Path -LiteralPath $path) "$path is not there" }
        foreach ($path in (Get-ChildItem -LiteralPath $Programs -Filter 'rdpmend*.exe')) {
            Unblock-File -LiteralPath $path.FullName
            '{0} {1}' -f $path.Name, (Get-FileHash -LiteralPath $path.FullName -Algorithm SHA256).Hash
        }
    }
    Test 'signatures' {
        foreach ($path in (Get-ChildItem -LiteralPath $Programs -Filter 'rdpmend*.exe')) {
            '{0} {1}' -f $path.Name, (Get-AuthenticodeSignature -LiteralPath $path.FullName).Status
        }
    }
    Test 'version' {
        $ended = Invoke-Program $cli @('--version')
        Assert ($ended.Status -eq 0) ("status {0}: {1}" -f $ended.Status, $ended.Complaint)
        $ended.Said.Trim()
    }
    Test 'DLLs beside the program are not loaded' {
        # Text files of these names: a program that tried to load one would not start, or say that it is no valid image.
        $folder = Join-Path $work 'planted'
        New-Item -ItemType Directory -Path $folder | Out-Null
        Copy-Item -LiteralPath $cli -Destination $folder
        $names = 'version', 'uxtheme', 'dwmapi', 'cryptbase', 'wevtapi', 'winhttp', 'dnsapi', 'iphlpapi', 'propsys', 'profapi',
            'textshaping', 'crypt32', 'mswsock', 'winmm', 'userenv', 'wtsapi32', 'netapi32', 'bcrypt', 'secur32', 'sspicli'
        foreach ($name in $names) { Set-Content -LiteralPath (Join-Path $folder "$name.dll") -Value 'not a DLL' }
        $ended = Invoke-Program (Join-Path $folder 'rdpmend-cli.exe') @('check', '127.0.0.1:1') $folder
        Assert (@(10, 15, 20) -contains $ended.Status) ("status {0}: {1}" -f $ended.Status, $ended.Complaint)
        '{0} names' -f $names.Count
    }
    Test 'check of a closed port' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $ended = Invoke-Program $cli @('check', '127.0.0.1:1', '--json', '--redact')
        Assert (@(10, 15) -contains $ended.Status) ("status {0}: {1}" -f $ended.Status, $ended.Complaint)
        $answer = $ended.Said | ConvertFrom-Json
        Assert ($null -ne $answer) 'no JSON'
        'status {0} in {1:N1} s' -f $ended.Status, $watch.Elapsed.TotalSeconds
    }
    Test 'what is seen of this PC' {
        $ended = Invoke-Program $cli @('pc', '--json')
        if ($ended.Status -eq 64) { Skip 'this version has no command pc' }
        Assert ($ended.Status -eq 0) ("status {0}: {1}" -f $ended.Status, $ended.Complaint)
        $answer = $ended.Said | ConvertFrom-Json
        # Only the names of what was looked at, never what was found
        ($answer.PSObject.Properties | ForEach-Object { $_.Name }) -join ' '
    }
    Test 'the wizard opens' {
        $process = Start-Process -FilePath $wizard -ArgumentList '--practice' -PassThru
        Start-Sleep -Seconds 4
        $process.Refresh()
        $title = $process.MainWindowTitle
        $alive = -not $process.HasExited
        if ($alive) { $process.CloseMainWindow() | Out-Null; if (-not $process.WaitForExit(5000)) { $process.Kill() } }
        Assert $alive 'it ended at once'
        "window '$title'"
    }
    Test 'fix and undo of a setting of this person' {
        $before = Export-Key $client 'before.reg'
        $ended = Invoke-Program $cli @('fix', '127.0.0.1:1', '--gateway', '127.0.0.1:1', 'F501', '--yes', '--keep',
            '--journal', (Join-Path $work 'journal.db'))
        Assert ($ended.Status -ne 64) $ended.Complaint
        $changed = Export-Key $client 'changed.reg'
        $undone = Invoke-Program $cli @('undo', '--all', '--journal', (Join-Path $work 'journal.db'))
        $after = Export-Key $client 'after.reg'
        Assert ($undone.Status -eq 0) ("undo: status {0}: {1}" -f $undone.Status, $undone.Complaint)
        Assert ($changed -ne $before) ("nothing was changed: {0}" -f $ended.Said)
        Assert ($after -eq $before) 'the setting is not what it was before'
    }
    Test 'a change of an administrator, declined, accepted and put back' {
        if (-not $Elevate) { Skip 'not asked for with -Elevate' }
        if (-not (Test-Path -LiteralPath $broker)) { Skip 'rdpmend-broker.exe is not there' }
        $before = Export-Key $licences 'licences-before.reg'
        if (-not $before) { Skip 'this PC never kept a licence of Remote Desktop' }
        $arguments = @('fix', '127.0.0.1:1', 'F401', '--yes', '--keep')
        Write-Host 'Windows will ask now. Please DECLINE.'
        $declined = Invoke-Program $cli $arguments
        Assert ((Export-Key $licences 'licences-declined.reg') -eq $before) 'declined, and changed all the same'
        Write-Host 'Windows will ask again. Please ACCEPT.'
        $accepted = Invoke-Program $cli $arguments
        $changed = Export-Key $licences 'licences-changed.reg'
        Write-Host 'Windows will ask a last time, to put it back. Please ACCEPT.'
        $undone = Invoke-Program $cli @('undo', '--all')
        Assert ($undone.Status -eq 0) ("undo: status {0}: {1}" -f $undone.Status, $undone.Complaint)
        Assert ($changed -ne $before) ("accepted, and nothing was changed: {0}" -f $accepted.Said)
        Assert ((Export-Key $licences 'licences-after.reg') -eq $before) 'the licences are not what they were before'
        'declined with status {0}, accepted with {1}' -f $declined.Status, $accepted.Status
    }
    Test 'who may write where the programs are' {
        $entries = (Get-Acl -LiteralPath $Programs).Access | Where-Object { $_.AccessControlType -eq 'Allow' -and
            ($_.FileSystemRights -band [System.Security.AccessControl.FileSystemRights]::WriteData) }
        $entries | ForEach-Object { '{0}: {1}' -f $_.IdentityReference, $_.FileSystemRights } | Sort-Object -Unique
    }
    Test 'pipes of the programs are gone' {
        $left = @([System.IO.Directory]::GetFiles('\\.\pipe\') | Where-Object { $_ -match 'rdpmend' })
        Assert ($left.Count -eq 0) ("left: {0}" -f ($left -join ' '))
    }
    Test 'nothing runs any more' {
        $left = @(Get-Process -Name 'rdpmend*' -ErrorAction SilentlyContinue)
        Assert ($left.Count -eq 0) ("still running: {0}" -f (($left | ForEach-Object { $_.ProcessName }) -join ' '))
    }
} finally {
    Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction SilentlyContinue
}
$place = Join-Path ([Environment]::GetFolderPath('Desktop')) 'rdpmend-selftest.txt'
[System.IO.File]::WriteAllLines($place, $report)
Write-Host "The report is $place."
