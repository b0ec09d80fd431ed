// In the place of Qt's pictures for buttons and file dialogs of its own: 350 KB, and the wizard shows none of them.
int qInitResources_qstyle();
int qCleanupResources_qstyle();

int qInitResources_qstyle()
{
    return 0;
}

int qCleanupResources_qstyle()
{
    return 0;
}
