; The setup program: for all users of the PC, silent with /S.
;     setup.exe /S [/D=C:\folder]         uninstall.exe /S [/UNDOALL]
; /UNDOALL puts back first what was changed, and removes nothing when that fails (exit status 2).
Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
SetDateSave off
CRCCheck on
RequestExecutionLevel admin
ManifestDPIAware true
ManifestSupportedOS Win10
Name "rdpmend"
Caption "rdpmend ${VERSION}"
OutFile "${SETUP}"
Icon "${ICON}"
UninstallIcon "${ICON}"
InstallDir "$PROGRAMFILES64\rdpmend"
LicenseData "${STAGE}/LICENSE.txt"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey ProductName "rdpmend"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "rdpmend, the setup program"
VIAddVersionKey LegalCopyright "Apache License 2.0"

!include FileFunc.nsh
!include LogicLib.nsh
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\rdpmend"

Page license
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Function .onInit
    SetRegView 64
    SetShellVarContext all
FunctionEnd

Function un.onInit
    SetRegView 64
FunctionEnd

Section
    SetOutPath "$INSTDIR"
    File /r "${STAGE}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortCut "$SMPROGRAMS\rdpmend.lnk" "$INSTDIR\rdpmend.exe"
    WriteRegStr HKLM "${KEY}" DisplayName "rdpmend"
    WriteRegStr HKLM "${KEY}" DisplayVersion "${VERSION}"
    WriteRegStr HKLM "${KEY}" DisplayIcon "$INSTDIR\rdpmend.exe"
    WriteRegStr HKLM "${KEY}" InstallLocation "$INSTDIR"
    WriteRegStr HKLM "${KEY}" UninstallString '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKLM "${KEY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKLM "${KEY}" NoModify 1
    WriteRegDWORD HKLM "${KEY}" NoRepair 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKLM "${KEY}" EstimatedSize $0
SectionEnd

Section un.Install
    SetShellVarContext current    ; the journal is the person's
    StrCpy $R0 "$LOCALAPPDATA\rdpmend\journal.db"
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/UNDOALL" $1
    ${IfNot} ${Errors}
        nsExec::Exec '"$INSTDIR\rdpmend-cli.exe" undo --all'
        Pop $2
        ${If} $2 != 0    ; also when it could not be started, which is a word
            MessageBox MB_OK|MB_ICONSTOP "Not everything could be put back, so rdpmend stays. $\"rdpmend-cli history$\" says what is left." /SD IDOK
            SetErrorLevel 2
            Quit
        ${EndIf}
    ${ElseIf} ${FileExists} "$R0"
        MessageBox MB_OK|MB_ICONINFORMATION "What rdpmend changed on this PC stays changed, and its journal stays in$\r$\n$R0.$\r$\n$\r$\nTo put everything back at any later time, install rdpmend again and run$\r$\nrdpmend-cli undo --all" /SD IDOK
    ${EndIf}
    SetShellVarContext all
    Delete "$SMPROGRAMS\rdpmend.lnk"
    Delete "$INSTDIR\rdpmend.exe"
    Delete "$INSTDIR\rdpmend-cli.exe"
    Delete "$INSTDIR\rdpmend-broker.exe"
    Delete "$INSTDIR\rdpmend.cdx.json"
    Delete "$INSTDIR\README.txt"
    Delete "$INSTDIR\LICENSE.txt"
    Delete "$INSTDIR\licences\*.txt"
    RMDir "$INSTDIR\licences"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"    ; only when nothing of anybody else is in it
    DeleteRegKey HKLM "${KEY}"
SectionEnd
